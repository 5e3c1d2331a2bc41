import type { Json } from '../../model/json.ts';
import type { Clock } from '../support/clock.ts';

export interface CommitterOptions {
  readonly clock: Clock;
  readonly commit: (changes: ReadonlyMap<string, Json | undefined>) => Promise<void>;
  /** What is stored. */
  readonly cells: ReadonlyMap<string, Json>;
  /** Adds what has changed since it was called last. */
  readonly collect: (changes: Map<string, Json | undefined>) => void;
  /** A record is stored. */
  readonly stored?: () => void;
  /** A record could not be stored, and never will. */
  readonly failed: (error: unknown) => void;
}

/** Changes wait so long for others, so that one record holds many. */
const delayMs = 50;
/** Something waits for them: they wait no longer than it takes to be several. */
const awaitedMs = 5;
/** So many changes wait no longer. */
const manyChanges = 256;

/** Stores what a partition's lanes change, many changes a record, one record at a time. */
export class Committer implements Disposable {
  readonly #options: CommitterOptions;
  #puts = new Map<string, Json | undefined>();
  /** What is being stored, the oldest first. */
  #underWay: ReadonlyMap<string, Json | undefined>[] = [];
  #sizeUnderWay = 0;
  #listeners: (() => void)[] = [];
  #timer: { readonly at: number; readonly handle: Disposable } | undefined;
  #withinMs = delayMs;
  #touched = 0;
  #storing = false;
  #disposed = false;

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  put(key: string, value: Json | undefined): void {
    // what was put and taken back within a record is in none
    if (value === undefined && !this.#isStored(key)) this.#puts.delete(key);
    else this.#puts.set(key, value);
    this.touch();
  }

  /** How many changes no record holds yet. */
  get size(): number {
    return this.#puts.size + this.#sizeUnderWay;
  }

  /** A cell as it will be once all that was put is stored. */
  get(key: string): Json | undefined {
    if (this.#puts.has(key)) return this.#puts.get(key);
    const last = this.#lastUnderWay(key);
    return last ? last.get(key) : this.#options.cells.get(key);
  }

  /** Runs it once all that was put until now is stored. */
  whenStored(run: () => void): void {
    this.#listeners.push(run);
    this.touch(awaitedMs);
  }

  /** Something has changed: it will be stored soon. */
  touch(withinMs = delayMs): void {
    this.#touched++;
    this.#withinMs = Math.min(this.#withinMs, withinMs);
    if (this.#storing || this.#disposed) return;
    if (this.#touched >= manyChanges) this.#storeInTurn();
    else this.#arm();
  }

  /** Stores what has changed until now. */
  async store(collect = this.#options.collect): Promise<void> {
    this.#disarm();
    this.#touched = 0;
    this.#withinMs = delayMs;
    const changes = this.#puts;
    const listeners = this.#listeners;
    this.#puts = new Map();
    this.#listeners = [];
    collect(changes);
    if (changes.size > 0) {
      this.#underWay.push(changes);
      this.#sizeUnderWay += changes.size;
      await this.#options.commit(changes);
      this.#underWay = this.#underWay.filter((stored) => stored !== changes);
      this.#sizeUnderWay -= changes.size;
    }
    for (const listener of listeners) listener();
    this.#options.stored?.();
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#disarm();
  }

  #isStored(key: string): boolean {
    const last = this.#lastUnderWay(key);
    return last ? last.get(key) !== undefined : this.#options.cells.has(key);
  }

  #lastUnderWay(key: string): ReadonlyMap<string, Json | undefined> | undefined {
    return this.#underWay.findLast((changes) => changes.has(key));
  }

  #arm(): void {
    const { clock } = this.#options;
    const at = clock.now() + this.#withinMs;
    if (this.#timer && this.#timer.at <= at) return;
    this.#timer?.handle[Symbol.dispose]();
    this.#timer = { at, handle: clock.schedule(this.#withinMs, () => this.#storeInTurn()) };
  }

  #storeInTurn(): void {
    this.#storing = true;
    // whoever tells of a change may be in the middle of several that belong into one record
    const stored = Promise.resolve().then(() => this.store());
    stored.then(
      () => {
        this.#storing = false;
        if (this.#touched > 0) {
          this.#touched--;
          this.touch(this.#withinMs);
        }
      },
      (error: unknown) => this.#options.failed(error),
    );
  }

  #disarm(): void {
    this.#timer?.handle[Symbol.dispose]();
    this.#timer = undefined;
  }
}
