import type { Json } from '../../model/json.ts';
import type { Clock } from '../support/clock.ts';

export interface CommitterOptions {
  readonly clock: Clock;
  readonly commit: (changes: ReadonlyMap<string, Json | undefined>) => Promise<void>;
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
  #timer: Disposable | undefined;
  #touched = 0;
  #storing = false;
  #disposed = false;

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  put(key: string, value: Json | undefined): void {
    this.#puts.set(key, value);
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
    this.#puts = new Map();
    collect(changes);
    if (changes.size > 0) await this.#options.commit(changes);
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
