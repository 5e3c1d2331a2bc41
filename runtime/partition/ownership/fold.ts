import type { Json } from '../../../model/json.ts';
import type { JournalEntry, Position } from '../../event-bus/contract.ts';
import { type Changes, decodeChanges, decodePart, type RecordHead, type RecordPart } from './record.ts';

/** What became of an entry: its record counts, or will once its last part has come, or the entry is passed over. */
export type Verdict =
  | { readonly kind: 'counted' | 'part'; readonly record: RecordHead; readonly part: number }
  | { readonly kind: 'skipped'; readonly reason: 'stale' | 'rival' | 'duplicate' | 'gap' | 'unreadable' };

interface Unfinished {
  readonly id: string;
  readonly bodies: Uint8Array[];
  /** The frontier before its first part. */
  readonly before: Position | undefined;
}

const skipped = (reason: (Verdict & { kind: 'skipped' })['reason']): Verdict => ({ kind: 'skipped', reason });

/**
 * What a journal says, entry by entry: whose partition it is, and its cells. Every reader of the same entries comes to
 * the same result, whatever owners thought when they wrote them.
 */
export class Fold {
  readonly #cells = new Map<string, Json>();
  #unfinished: Unfinished | undefined;
  #strikes = 0;
  #releasedWaitMs: number | undefined;
  /** The frontier behind the last entry. */
  position: Position | undefined;
  /** 0: nobody has ever claimed it. */
  epoch = 0;
  owner: string | undefined;
  /** The last record of the epoch that counts. */
  n = 0;
  /** The id of the claim that opened the epoch, where it was read. */
  claim: string | undefined;
  /** What the owner has to wait before it acts; absent: the whole of the successor's wait. */
  waitMs: number | undefined;
  /** How many owners before this one died in a row, each without progress. */
  deathsWithoutProgress = 0;
  /** Why the cells are not known, until a base tells them. */
  unknown: string | undefined;
  /** The last base that counts. */
  base: { readonly before: Position | undefined; readonly bytes: number } | undefined;
  /** What lies behind the last base. */
  bytes = 0;
  entries = 0;

  get cells(): ReadonlyMap<string, Json> {
    return this.#cells;
  }

  get released(): boolean {
    return this.#releasedWaitMs !== undefined;
  }

  /** What `deathsWithoutProgress` will be if the owner dies now. */
  get strikes(): number {
    return this.#strikes;
  }

  /** Takes the next entry of the journal. */
  apply({ position, bytes }: JournalEntry): Verdict {
    const before = this.position;
    this.position = position;
    this.bytes += bytes.byteLength;
    this.entries++;
    try {
      return this.#judge(decodePart(bytes), before);
    } catch (error) {
      this.#unfinished = undefined;
      this.unknown = `the entry at ${position} cannot be read: ${error instanceof Error ? error.message : error}`;
      return skipped('unreadable');
    }
  }

  #judge(entry: RecordPart, before: Position | undefined): Verdict {
    const { head } = entry;
    if (head.epoch < this.epoch) return skipped('stale');
    if (head.kind === 'claim') return this.#judgeClaim(head);
    if (head.epoch > this.epoch) this.#enter(head, `the claim of epoch ${head.epoch} is missing`);
    // only who owns writes anything but claims, so what was missed is what makes it look like a rival's
    if (head.owner !== this.owner && this.unknown === undefined) return skipped('rival');
    if (head.owner === this.owner && head.n <= this.n) return skipped('duplicate');
    if (this.unknown !== undefined && entry.part === 0) this.#resume(head);
    if (head.owner !== this.owner || head.n !== this.n + 1) return this.#miss(head);
    return this.#collect(entry, before);
  }

  #judgeClaim(head: RecordHead & { kind: 'claim' }): Verdict {
    if (head.epoch === this.epoch) return skipped(head.owner === this.owner ? 'duplicate' : 'rival');
    const { prevEpoch, prevN } = head;
    const behind = prevEpoch > this.epoch || (prevEpoch === this.epoch && prevN > this.n);
    if (behind) this.unknown = `records up to ${prevN} of epoch ${prevEpoch} are missing`;
    this.waitMs = behind ? undefined : this.epoch === 0 ? 0 : this.#releasedWaitMs;
    this.deathsWithoutProgress = this.#strikes;
    this.#enter(head, this.unknown);
    this.claim = head.id;
    this.#strikes++;
    return { kind: 'counted', record: head, part: 0 };
  }

  #enter({ epoch, owner }: RecordHead, unknown: string | undefined): void {
    this.epoch = epoch;
    this.owner = owner;
    this.n = 0;
    this.claim = undefined;
    this.unknown = unknown;
    this.#unfinished = undefined;
    this.#releasedWaitMs = undefined;
  }

  /** While the cells are not known, the owner's next record is the next, whatever lies before it. */
  #resume({ owner, n, id }: RecordHead): void {
    if (this.#unfinished?.id === id) return;
    this.owner = owner;
    this.n = n - 1;
    this.#unfinished = undefined;
  }

  #collect({ head, part, parts, body }: RecordPart, before: Position | undefined): Verdict {
    const record = this.#unfinished?.id === head.id ? this.#unfinished : { id: head.id, bodies: [], before };
    if (part < record.bodies.length) return skipped('duplicate');
    if (part > record.bodies.length) return this.#miss(head);
    record.bodies.push(body);
    this.#unfinished = record;
    if (part + 1 < parts) return { kind: 'part', record: head, part };
    this.#count(head, record, decodeChanges(record.bodies));
    return { kind: 'counted', record: head, part };
  }

  /** An owner sends nothing before what it sent last counts, so something is missing here. */
  #miss({ epoch, n }: RecordHead): Verdict {
    this.unknown ??= `records before ${n} of epoch ${epoch} are missing`;
    return skipped('gap');
  }

  #count(head: RecordHead, { bodies, before }: Unfinished, changes: Changes): void {
    this.#unfinished = undefined;
    this.n = head.n;
    if (head.kind === 'base') {
      this.#cells.clear();
      this.#strikes = head.strikes;
      this.unknown = undefined;
      this.base = { before, bytes: bodies.reduce((sum, body) => sum + body.byteLength, 0) };
      this.bytes = 0;
      this.entries = 0;
    }
    for (const [key, value] of changes) {
      if (value === undefined) this.#cells.delete(key);
      else this.#cells.set(key, value);
    }
    if (head.kind === 'commit' || head.kind === 'release') this.#strikes = 0;
    if (head.kind === 'release') this.#releasedWaitMs = head.waitMs;
  }
}
