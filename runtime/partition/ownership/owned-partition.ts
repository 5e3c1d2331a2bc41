import type { ReadonlyCells } from '../journal/cells.ts';
import type { Changes } from '../journal/record.ts';

/** A partition that this replica owns, until `lost` aborts or it is released. */
export interface OwnedPartition {
  readonly epoch: number;
  /** What the journal's records that count have put. Follows every commit. Reading one parses it: go through the keys. */
  readonly cells: ReadonlyCells;
  /** How many owners before this one died in a row, each without progress. */
  readonly deathsWithoutProgress: number;
  /**
   * Puts and deletes cells; resolves once the record counts. Calls made while a record is under way are stored together
   * in the next. Rejects with an `OwnershipLostError`; whether it counted is then open. Unless it says otherwise, a
   * change is progress.
   */
  commit(changes: Changes, options?: { readonly isProgress?: boolean }): Promise<void>;
  /**
   * `true` where an action may start now; else a promise that resolves once it may, and rejects with an
   * `OwnershipLostError`. Where it resolves, the action starts at once, without another await.
   */
  mayAct(): true | Promise<void>;
  /** Aborts as soon as another owner counts. Its reason is an `OwnershipLostError`. */
  readonly lost: AbortSignal;
  /** Stores what was committed, then hands over: no action may be running. Resolves once the release counts. */
  release(): Promise<void>;
  /** Writes a base soon, unless nothing came behind the last. */
  compact(): void;
}
