import type { Json } from '../../model/json.ts';
import type { Clock } from '../support/clock.ts';

export interface CommitterOptions {
  readonly clock: Clock;
  readonly commit: (changes: ReadonlyMap<string, Json | undefined>) => Promise<void>;
  /** What is stored. */
  readonly cells: ReadonlyMap<string, Json>;
  /** Adds what has changed since it was called last. */
  readonly collect: (changes: Map<string, Json | undefined>) => void;
  /** A record could not be stored, and never will. */
  readonly failed: (error: unknown) => void;
}

/** Changes wait so long for others, so that one record holds many. */
const delayMs = 50;
/** So many changes wait no longer. */
const manyChanges = 256;

/** Stores what a partition's lanes change, many changes a record, one record at a time. */
export class Committer implements Disposable {
  readonly #options: CommitterOptions;
  #puts = new Map<string, Json | undefined>();
  /** What was put and is not stored yet. */
  readonly #fresh = new Map<string, Json | undefined>();
  #listeners: (() => void)[] = [];
  #timer: Disposable | undefined;
  #touched = 0;
  #storing = false;
  #disposed = false;

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  put(key: string, value: Json | undefined): void {
    this.#puts.set(key, value);
    this.#fresh.set(key, value);
    this.touch();
  }

  /** A cell as it will be once all that was put is stored. */
  get(key: string): Json | undefined {
    return this.#fresh.has(key) ? this.#fresh.get(key) : this.#options.cells.get(key);
  }

  /** Runs it once all that was put until now is stored. */
  whenStored(run: () => void): void {
    this.#listeners.push(run);
    this.touch();
  }

  /** Something has changed: it will be stored soon. */
  touch(): void {
    this.#touched++;
    if (this.#storing || this.#disposed) return;
    if (this.#touched >= manyChanges) this.#storeInTurn();
    else this.#timer ??= this.#options.clock.schedule(delayMs, () => this.#storeInTurn());
  }

  /** Stores what has changed until now. */
  async store(collect = this.#options.collect): Promise<void> {
    this.#disarm();
    this.#touched = 0;
    const changes = this.#puts;
    const listeners = this.#listeners;
    this.#puts = new Map();
    this.#listeners = [];
    collect(changes);
    if (changes.size > 0) await this.#options.commit(changes);
    for (const [key, value] of changes) if (this.#fresh.get(key) === value) this.#fresh.delete(key);
    for (const listener of listeners) listener();
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#disarm();
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
          this.touch();
        }
      },
      (error: unknown) => this.#options.failed(error),
    );
  }

  #disarm(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }
}
