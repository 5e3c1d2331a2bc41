import type { Json } from '../../../model/json.ts';

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
        /** All cells that there are. */
        readonly kind: 'base';
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
  readonly parts: number;
  /** The part's share of the changes, as bytes. */
  readonly body: Uint8Array;
}

const version = 1;
const lineFeed = 0x0a;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The entries of a record: its head as a line of JSON, then its changes; of a record that is too large for one, each
 * entry holds the head and a share of the changes. Throws a `RangeError` where not even a head fits.
 */
export function encodeRecord(head: RecordHead, changes: Changes, maxEntryBytes: number): readonly Uint8Array[] {
  const body = changes.size === 0 ? '' : JSON.stringify([...changes].map(toPair));
  const whole = encoder.encode(`${JSON.stringify({ v: version, ...head })}\n${body}`);
  return whole.byteLength <= maxEntryBytes ? [whole] : split(head, encoder.encode(body), maxEntryBytes);
}

/** Reads an entry. Throws a `TypeError` or a `SyntaxError` that says why it cannot be read. */
export function decodePart(bytes: Uint8Array): RecordPart {
  const end = bytes.indexOf(lineFeed);
  if (end < 0) throw new TypeError('it has no head');
  const head: unknown = JSON.parse(decoder.decode(bytes.subarray(0, end)));
  if (typeof head !== 'object' || head === null) throw new TypeError('its head is no object');
  const { v, part = 0, parts = 1, ...named } = head as Record<string, unknown>;
  if (v !== version) throw new TypeError(`it is of version ${v}, this runtime reads version ${version}`);
  if (!isCount(part) || !isCount(parts) || part >= parts || !isHead(named))
    throw new TypeError('its head is incomplete');
  return { head: named, part, parts, body: bytes.subarray(end + 1) };
}

/** The changes of a record, from the bodies of its parts. Throws a `TypeError` or a `SyntaxError`. */
export function decodeChanges(bodies: readonly Uint8Array[]): Changes {
  const body = bodies.length === 1 ? (bodies[0] as Uint8Array) : Buffer.concat(bodies);
  if (body.byteLength === 0) return new Map();
  const pairs: unknown = JSON.parse(decoder.decode(body));
  if (!Array.isArray(pairs) || !pairs.every(isPair)) throw new TypeError('its changes are no list of cells');
  return new Map(pairs);
}

function split(head: RecordHead, body: Uint8Array, maxEntryBytes: number): Uint8Array[] {
  const toLine = (part: number, parts: number) =>
    encoder.encode(`${JSON.stringify({ v: version, ...head, part, parts })}\n`);
  const room = maxEntryBytes - toLine(body.byteLength, body.byteLength).byteLength;
  if (room < 1) throw new RangeError(`a journal's entry of ${maxEntryBytes} bytes has no room for a record`);
  const parts = Math.ceil(body.byteLength / room);
  return Array.from({ length: parts }, (_, part) =>
    Buffer.concat([toLine(part, parts), body.subarray(part * room, (part + 1) * room)]),
  );
}

function toPair([key, value]: [string, Json | undefined]): [string, Json] | [string] {
  return value === undefined ? [key] : [key, value];
}

function isPair(pair: unknown): pair is [string, Json | undefined] {
  return Array.isArray(pair) && typeof pair[0] === 'string' && pair.length <= 2;
}

function isHead(head: Record<string, unknown>): head is RecordHead & Record<string, unknown> {
  const { id, epoch, owner, n, kind } = head;
  if (typeof id !== 'string' || typeof owner !== 'string' || !isCount(epoch) || !isCount(n)) return false;
  if (kind === 'claim') return n === 0 && isCount(head.prevEpoch) && isCount(head.prevN);
  if (kind === 'base') return isCount(head.strikes);
  if (kind === 'release') return typeof head.waitMs === 'number';
  return kind === 'commit' || kind === 'heartbeat';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
