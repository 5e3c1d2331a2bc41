import type { Json } from '../../../model/json.ts';
import { packChanges, type Share } from './cell-lines.ts';
import type { CellText } from './cells.ts';

/** Puts and deletes of cells; `undefined` deletes. */
export type Changes = ReadonlyMap<string, Json | undefined>;

/** What a record of a journal says of itself. */
export type RecordHead = RecordName &
  (
    | {
        /** Opens an epoch. Has `n` 0. */
        readonly kind: 'claim';
        /** How far the claimer had read. */
        readonly prevEpoch: number;
        readonly prevN: number;
      }
    | {
        /**
         * Puts cells again, as they are. Those of a base tell all cells that there are, together with what was changed
         * between the first and the last of them.
         */
        readonly kind: 'base';
        /** Counts them, from 0. */
        readonly step: number;
        readonly isLast: boolean;
        /** How many owners in a row will have died without progress if this one dies now. */
        readonly strikes: number;
      }
    | {
        /** Its owner has made progress. */
        readonly kind: 'commit';
      }
    | {
        /** Ends the ownership. */
        readonly kind: 'release';
        /** What is left of the wait that the owner had itself to keep before it acted. */
        readonly waitMs: number;
      }
    | {
        /** It may change cells too. */
        readonly kind: 'heartbeat';
      }
  );

/** A record's head without its name. */
export type RecordContent = RecordHead extends infer Head
  ? Head extends RecordHead
    ? Omit<Head, keyof RecordName>
    : never
  : never;

interface RecordName {
  /** Unique: by it, and by nothing else, an owner recognizes its record. */
  readonly id: string;
  readonly epoch: number;
  /** New per start of a process. */
  readonly owner: string;
  /** Counts the records of an epoch. */
  readonly n: number;
}

/** An entry of a journal: a record, or one of the parts of a large one. */
export interface RecordPart {
  readonly head: RecordHead;
  readonly part: number;
  readonly isLast: boolean;
  /** The part's share of the changes, as bytes. */
  readonly body: Uint8Array;
}

/** An entry by who writes it, who knows what it tells. */
export interface EncodedPart extends Omit<RecordPart, 'body'>, Pick<Share, 'changes'> {
  /** The whole entry. */
  readonly bytes: Uint8Array;
}

const version = 1;
const lineFeed = 0x0a;
const decoder = new TextDecoder('utf-8', { fatal: true });
const empty: Share = { body: '', changes: [] };

/**
 * The entries of a record, one by one: its head as a line of JSON, then its changes, a line each; of a record that is too
 * large for one, each entry holds the head and a share of the changes. Throws a `RangeError` where not even a head fits.
 */
export function* encodeRecord(
  head: RecordHead,
  changes: Iterable<CellText>,
  maxEntryBytes: number,
): Generator<EncodedPart, void> {
  const room = maxEntryBytes - Buffer.byteLength(toLine(head, Number.MAX_SAFE_INTEGER, false));
  if (room < 1) throw new RangeError(`a journal's entry of ${maxEntryBytes} bytes has no room for a record`);
  let part = 0;
  let next: Share | undefined;
  for (const share of packChanges(changes, room)) {
    if (next) yield toEntry(head, part++, next, false);
    next = share;
  }
  yield toEntry(head, part, next ?? empty, true);
}

/** Reads an entry. Throws a `TypeError` or a `SyntaxError` that says why it cannot be read. */
export function decodePart(bytes: Uint8Array): RecordPart {
  const end = bytes.indexOf(lineFeed);
  if (end < 0) throw new TypeError('it has no head');
  const head: unknown = JSON.parse(decoder.decode(bytes.subarray(0, end)));
  if (typeof head !== 'object' || head === null) throw new TypeError('its head is no object');
  const { v, part = 0, more = false, ...named } = head as Record<string, unknown>;
  if (v !== version) throw new TypeError(`it is of version ${v}, this runtime reads version ${version}`);
  if (!isCount(part) || typeof more !== 'boolean' || !isHead(named)) throw new TypeError('its head is incomplete');
  return { head: named, part, isLast: !more, body: bytes.subarray(end + 1) };
}

function toEntry(head: RecordHead, part: number, { body, changes }: Share, isLast: boolean): EncodedPart {
  const line = toLine(head, part, isLast);
  const bytes = typeof body === 'string' ? Buffer.from(line + body) : Buffer.concat([Buffer.from(line), body]);
  return { head, part, isLast, changes, bytes };
}

function toLine(head: RecordHead, part: number, isLast: boolean): string {
  const place = { ...(part > 0 && { part }), ...(!isLast && { more: true }) };
  return `${JSON.stringify({ v: version, ...head, ...place })}\n`;
}

function isHead(head: Record<string, unknown>): head is RecordHead & Record<string, unknown> {
  const { id, epoch, owner, n, kind } = head;
  if (typeof id !== 'string' || typeof owner !== 'string' || !isCount(epoch) || !isCount(n)) return false;
  if (kind === 'claim') return n === 0 && isCount(head.prevEpoch) && isCount(head.prevN);
  if (kind === 'base') return isCount(head.step) && typeof head.isLast === 'boolean' && isCount(head.strikes);
  if (kind === 'release') return typeof head.waitMs === 'number';
  return kind === 'commit' || kind === 'heartbeat';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
