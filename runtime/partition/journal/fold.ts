import type { JournalEntry, Position } from '../../event-bus/contract.ts';
import { BaseShares } from './base-shares.ts';
import { readChanges } from './cell-lines.ts';
import { Cells, type CellText, type ReadonlyCells } from './cells.ts';
import { OpenBase } from './open-base.ts';
import { decodePart, type EncodedPart, type RecordHead, type RecordPart } from './record.ts';

/** What became of an entry: its record counts, or will once its last part has come, or the entry is passed over. */
export type Verdict =
  | { readonly kind: 'counted' | 'part'; readonly record: RecordHead; readonly part: number }
  | { readonly kind: 'skipped'; readonly reason: 'stale' | 'rival' | 'duplicate' | 'gap' | 'unreadable' };

/** Where an entry lies. */
interface Place {
  readonly before: Position | undefined;
  readonly bytes: number;
}

/** A record of which not all parts have come. */
interface Unfinished {
  readonly id: string;
  /** The frontier before its first part. */
  readonly before: Position | undefined;
  readonly changes: CellText[];
  parts: number;
  bytes: number;
  /** The pieces of a change that goes on in the next part. */
  rest: readonly Uint8Array[];
}

const skipped = (reason: (Verdict & { kind: 'skipped' })['reason']): Verdict => ({ kind: 'skipped', reason });

/**
 * What a journal says, entry by entry: whose partition it is, and its cells. Every reader of the same entries comes to
 * the same result, whatever owners thought when they wrote them.
 */
export class Fold {
  readonly #cells = new Cells();
  #unfinished: Unfinished | undefined;
  #openBase: OpenBase | undefined;
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
  /** The last base that is complete: what lies before it tells nothing. */
  base: { readonly before: Position | undefined; readonly bytes: number; readonly cells: number } | undefined;
  /** What has come since that began, apart from it. */
  bytes = 0;
  entries = 0;

  get cells(): ReadonlyCells {
    return this.#cells;
  }

  get released(): boolean {
    return this.#releasedWaitMs !== undefined;
  }

  /** What `deathsWithoutProgress` will be if the owner dies now. */
  get strikes(): number {
    return this.#strikes;
  }

  /** A base of which not all records have come. */
  get openBase(): Pick<OpenBase, 'steps' | 'bytes' | 'replacedBytes'> | undefined {
    return this.#openBase;
  }

  /** All cells, in shares of about so many characters. */
  share(length: number): BaseShares {
    return new BaseShares(this.#cells, length);
  }

  /** Whether a part would be the next of its record; the first always is. */
  isNext(id: string, part: number): boolean {
    return part === 0 || (this.#unfinished?.id === id && this.#unfinished.parts === part);
  }

  /** Takes the next entry of the journal. Who wrote it knows what it tells. */
  apply({ position, bytes }: JournalEntry, own?: EncodedPart): Verdict {
    const place = { before: this.position, bytes: bytes.byteLength };
    this.position = position;
    this.bytes += bytes.byteLength;
    this.entries++;
    try {
      return this.#judge(own ?? decodePart(bytes), place);
    } catch (error) {
      this.#unfinished = undefined;
      this.#openBase = undefined;
      this.unknown = `the entry at ${position} cannot be read: ${error instanceof Error ? error.message : error}`;
      return skipped('unreadable');
    }
  }

  #judge(entry: RecordPart | EncodedPart, place: Place): Verdict {
    const { head } = entry;
    if (head.epoch < this.epoch) return skipped('stale');
    if (head.kind === 'claim') return this.#judgeClaim(head);
    if (head.epoch > this.epoch) this.#enter(head, `the claim of epoch ${head.epoch} is missing`);
    // only who owns writes anything but claims, so what was missed is what makes it look like a rival's
    if (head.owner !== this.owner && this.unknown === undefined) return skipped('rival');
    if (head.owner === this.owner && head.n <= this.n) return skipped('duplicate');
    if (this.unknown !== undefined && entry.part === 0) this.#resume(head);
    if (head.owner !== this.owner || head.n !== this.n + 1) return this.#miss(head);
    return this.#collect(entry, place);
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
    this.#openBase = undefined;
    this.#releasedWaitMs = undefined;
  }

  /** While the cells are not known, the owner's next record is the next, whatever lies before it. */
  #resume({ owner, n, id }: RecordHead): void {
    if (this.#unfinished?.id === id) return;
    if (owner !== this.owner || n !== this.n + 1) this.#openBase = undefined;
    this.owner = owner;
    this.n = n - 1;
    this.#unfinished = undefined;
  }

  #collect(entry: RecordPart | EncodedPart, { before, bytes }: Place): Verdict {
    const { head, part, isLast } = entry;
    const started = this.#unfinished?.id === head.id ? this.#unfinished : undefined;
    const record = started ?? { id: head.id, before, changes: [], parts: 0, bytes: 0, rest: [] };
    if (part < record.parts) return skipped('duplicate');
    if (part > record.parts) return this.#miss(head);
    const { changes, rest } = 'changes' in entry ? { ...entry, rest: [] } : readChanges(record.rest, entry.body);
    if (isLast && rest.length > 0) throw new TypeError('its last change is cut off');
    for (const change of changes) record.changes.push(change);
    record.rest = rest;
    record.parts++;
    record.bytes += bytes;
    this.#unfinished = record;
    if (!isLast) return { kind: 'part', record: head, part };
    this.#count(head, record);
    return { kind: 'counted', record: head, part };
  }

  /** An owner sends nothing before what it sent last counts, so something is missing here. */
  #miss({ epoch, n }: RecordHead): Verdict {
    this.unknown ??= `records before ${n} of epoch ${epoch} are missing`;
    this.#openBase = undefined;
    return skipped('gap');
  }

  #count(head: RecordHead, record: Unfinished): void {
    this.#unfinished = undefined;
    this.n = head.n;
    if (head.kind === 'base' && head.step === 0) this.#beginBase(record);
    for (const change of record.changes) {
      this.#cells.change(change);
      this.#openBase?.told(change[0]);
    }
    if (head.kind === 'base') this.#addToBase(head, record);
    if (head.kind === 'commit' || head.kind === 'release') this.#strikes = 0;
    if (head.kind === 'release') this.#releasedWaitMs = head.waitMs;
  }

  #beginBase({ before, bytes, parts }: Unfinished): void {
    this.#openBase = new OpenBase({
      before,
      bytes: this.bytes - bytes,
      entries: this.entries - parts,
      doubtful: this.unknown === undefined ? [] : this.#cells.keys(),
    });
  }

  #addToBase(head: RecordHead & { kind: 'base' }, record: Unfinished): void {
    const base = this.#openBase;
    if (!base) return;
    base.add(record);
    if (!head.isLast) return;
    for (const key of base.untold) this.#cells.change([key, undefined]);
    this.#strikes = head.strikes;
    this.unknown = undefined;
    this.base = { before: base.before, bytes: base.bytes, cells: this.#cells.size };
    this.bytes -= base.replacedBytes;
    this.entries -= base.replacedEntries;
    this.#openBase = undefined;
  }
}
