import { isUtf8 } from 'node:buffer';
import type { CellText } from './cells.ts';

/** What one entry holds of a record's changes, a line each: a cell's name and its value, as JSON, with a tab between them. */
export interface Share {
  readonly body: string | Uint8Array;
  /** Those whose lines end in it. */
  readonly changes: readonly CellText[];
}

/** What a body tells, and the pieces of the line that has not ended in it. */
interface Told {
  readonly changes: readonly CellText[];
  readonly rest: readonly Uint8Array[];
}

// JSON escapes them within its strings
const tab = 0x09;
const lineFeed = 0x0a;

/** Packs changes into shares of at most so many bytes; a line that is longer goes on in the next. */
export function* packChanges(changes: Iterable<CellText>, maxBytes: number): Generator<Share, void> {
  let text = '';
  let bytes = 0;
  let packed: CellText[] = [];
  for (const change of changes) {
    const line = toLine(change);
    const lineBytes = Buffer.byteLength(line);
    if (bytes > 0 && bytes + lineBytes > maxBytes) {
      yield { body: text, changes: packed };
      [text, bytes, packed] = ['', 0, []];
    }
    if (lineBytes > maxBytes) {
      yield* cutLine(change, Buffer.from(line), maxBytes);
      continue;
    }
    text += line;
    bytes += lineBytes;
    packed.push(change);
  }
  if (bytes > 0) yield { body: text, changes: packed };
}

/** The changes whose lines end in a body, which goes on with the line of some pieces. Throws a `TypeError` or a `SyntaxError`. */
export function readChanges(pieces: readonly Uint8Array[], body: Uint8Array): Told {
  if (body.byteLength === 0) return { changes: [], rest: pieces };
  const end = body.lastIndexOf(lineFeed) + 1;
  if (end === 0) return { changes: [], rest: [...pieces, body] };
  const rest = end < body.byteLength ? [body.subarray(end)] : [];
  return { changes: readLines(join(pieces, body.subarray(0, end))), rest };
}

function* cutLine(change: CellText, line: Uint8Array, maxBytes: number): Generator<Share, void> {
  for (let start = 0; start < line.byteLength; start += maxBytes) {
    const body = line.subarray(start, start + maxBytes);
    yield { body, changes: start + maxBytes < line.byteLength ? [] : [change] };
  }
}

function toLine([key, json]: CellText): string {
  return json === undefined ? `${JSON.stringify(key)}\n` : `${JSON.stringify(key)}\t${json}\n`;
}

function readLines(lines: Buffer): CellText[] {
  if (!isUtf8(lines)) throw new TypeError('its changes are no text');
  const changes: CellText[] = [];
  let nextTab = -1;
  for (let start = 0; start < lines.byteLength; ) {
    const end = lines.indexOf(lineFeed, start);
    // many lines may have none
    if (nextTab < start) nextTab = indexOrEnd(lines, tab, start);
    const isPut = nextTab < end;
    const key: unknown = JSON.parse(lines.toString('utf8', start, isPut ? nextTab : end));
    if (typeof key !== 'string') throw new TypeError('one of its changes has no name');
    changes.push([key, isPut ? lines.toString('utf8', nextTab + 1, end) : undefined]);
    start = end + 1;
  }
  return changes;
}

function join(pieces: readonly Uint8Array[], last: Uint8Array): Buffer {
  return pieces.length > 0
    ? Buffer.concat([...pieces, last])
    : Buffer.from(last.buffer, last.byteOffset, last.byteLength);
}

function indexOrEnd(bytes: Buffer, byte: number, start: number): number {
  const index = bytes.indexOf(byte, start);
  return index < 0 ? bytes.byteLength : index;
}
