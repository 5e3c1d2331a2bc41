import { type Address, toSubject } from '../../../model/event/address.ts';
import { createCodec } from '../../../model/event/codec.ts';
import type { Event } from '../../../model/event/event.ts';
import { HeaderTexts, type RecordHeaders } from './header-texts.ts';

/** Where a record came from, as its header says: a topic holds the messages of several addresses. */
const addressHeader = 'ew-address';
/** The header of the record that ends a journal. */
const removedHeader = 'ew-removed';

/** The CloudEvents Kafka binding: `ce_id`, `content-type` and so on, in UTF-8. */
const codec = createCodec({ prefix: 'ce_', contentType: 'content-type', toValue: asItIs, fromValue: asItIs });

function asItIs(text: string): string {
  return text;
}

/** What decides an event's partition. */
export function toKey({ id, extensions }: Event): string {
  return extensions?.partitionkey ?? id;
}

type Headers = ReadonlyMap<Buffer, Buffer>;

/** What a message is made of. */
export interface Encoded {
  readonly key: Buffer | undefined;
  readonly value: Uint8Array;
  readonly headers: Headers;
}

/** A message as a topic holds it: the event's attributes as headers, its payload as it is. */
export function encodeEvent(to: Address, event: Event): Encoded {
  const headers = new Map<Buffer, Buffer>([[names.address, bytesOf(toSubject(to))]]);
  const attributes = codec.toHeaders(event);
  for (const name in attributes) {
    const text = attributes[name] as string;
    headers.set(bytesOf(name), recurring.has(name) ? bytesOf(text) : Buffer.from(text));
  }
  return { key: Buffer.from(toKey(event)), value: event.data, headers };
}

const names = { address: Buffer.from(addressHeader), removed: Buffer.from(removedHeader) };
const known = new Map<string, Buffer>();
const mostKnown = 1_000;

/** Headers with the same few values in all of a source's events. */
const recurring: ReadonlySet<string> = new Set(['ce_specversion', 'ce_source', 'ce_type', 'content-type']);

/** The bytes of what is written again and again; the same for each of its uses. */
function bytesOf(text: string): Buffer {
  let bytes = known.get(text);
  if (bytes) return bytes;
  bytes = Buffer.from(text);
  if (known.size < mostKnown) known.set(text, bytes);
  return bytes;
}

const texts = new HeaderTexts(new Set([...recurring, addressHeader]));

/** The subject that a record was published under; absent where it carries none. */
export function subjectOf(headers: RecordHeaders): string | undefined {
  return texts.find(headers, addressHeader);
}

/** The event that a record carries. Throws a `DecodeError`. */
export function decodeEvent(headers: RecordHeaders, value: Buffer | null): Event {
  return codec.fromHeaders(texts.read(headers), toPayload(value));
}

/** Below this many bytes a payload is copied, so that keeping it keeps little of what came with it. */
const copiedBytes = 16 * 1024;

/** A record's bytes without the others of the buffer that it came in. */
export function toPayload(value: Buffer | null): Uint8Array {
  if (!value) return new Uint8Array();
  const { buffer, byteOffset, byteLength } = value.byteLength < copiedBytes ? Buffer.from(value) : value;
  return new Uint8Array(buffer, byteOffset, byteLength);
}

export const endOfJournal: Encoded = {
  key: undefined,
  value: new Uint8Array(),
  headers: new Map([[names.removed, Buffer.from('1')]]),
};

/** Whether a record says that the journal before it was removed. */
export function isEndOfJournal(headers: RecordHeaders): boolean {
  return headers.some(([name]) => name?.equals(names.removed) ?? false);
}
