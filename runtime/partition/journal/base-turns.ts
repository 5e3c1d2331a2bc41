import { needsBase } from './base.ts';
import type { BaseShares } from './base-shares.ts';
import type { Fold } from './fold.ts';

/** A share of a base is so much smaller than an entry, so that what is committed meanwhile does not wait long. */
const sharesOfEntry = 4;

/** When an owner writes a base: share by share, in turn with what it commits. */
export class BaseTurns {
  readonly #fold: Fold;
  readonly #maxEntryBytes: number;
  #asked = false;
  /** The base under way. */
  #base: BaseShares | undefined;
  /** What lay behind the last base when a share of the next was told. */
  #bytesAtShare = 0;

  constructor(fold: Fold, maxEntryBytes: number) {
    this.#fold = fold;
    this.#maxEntryBytes = maxEntryBytes;
  }

  /** One is wanted, unless nothing came behind the last. */
  ask(): void {
    this.#asked = true;
  }

  /** The base that is to be gone on with. */
  find(): BaseShares | undefined {
    const fold = this.#fold;
    const isDue = (this.#asked && fold.entries > 0) || needsBase(fold);
    this.#asked = false;
    // it is complete, or something came into the journal that has made an end of it
    if (this.#base?.steps !== (fold.openBase?.steps ?? 0)) this.#base = undefined;
    if (isDue) this.#base ??= fold.share(this.#maxEntryBytes / sharesOfEntry);
    return this.#base;
  }

  /** Whether a share of it comes before what is to be committed: by turns, and no fewer bytes. */
  get isBehind(): boolean {
    const { bytes, openBase } = this.#fold;
    if (!openBase) return true;
    return bytes !== this.#bytesAtShare || bytes - openBase.replacedBytes > openBase.bytes;
  }

  /** A share of it counts. */
  told(): void {
    this.#bytesAtShare = this.#fold.bytes;
  }
}
