import type { Position } from '../../event-bus/contract.ts';

export interface OpenBaseOptions {
  /** The frontier before its first record. */
  readonly before: Position | undefined;
  /** What had come before that, since the base before it. */
  readonly bytes: number;
  readonly entries: number;
  /** The cells that were known, where they may be others than the owner's. */
  readonly doubtful: Iterable<string>;
}

/** A base of which not all records have come. */
export class OpenBase {
  readonly before: Position | undefined;
  /** What its end makes irrelevant, and the base itself. */
  replacedBytes: number;
  replacedEntries: number;
  /** Its records that count. */
  steps = 0;
  bytes = 0;
  readonly #doubtful: Set<string>;

  constructor({ before, bytes, entries, doubtful }: OpenBaseOptions) {
    this.before = before;
    this.replacedBytes = bytes;
    this.replacedEntries = entries;
    this.#doubtful = new Set(doubtful);
  }

  /** The cells that nothing has told of since it began. */
  get untold(): Iterable<string> {
    return this.#doubtful;
  }

  /** A cell was put or deleted, by the base or by another record. */
  told(key: string): void {
    if (this.#doubtful.size > 0) this.#doubtful.delete(key);
  }

  /** Another record of it counts. */
  add({ bytes, parts }: { readonly bytes: number; readonly parts: number }): void {
    this.steps++;
    this.bytes += bytes;
    this.replacedBytes += bytes;
    this.replacedEntries += parts;
  }
}
