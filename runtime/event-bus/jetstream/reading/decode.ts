import { fromHeaders } from '../../../../model/event/codec.ts';
import type { Event } from '../../../../model/event/event.ts';
import type { Delivery } from './delivery.ts';

/** The event that a message carries. Throws a `DecodeError`. */
export function decodeEvent({ headers, data }: Delivery): Event {
  return fromHeaders(parseHeaders(headers), toPayload(data));
}

/** Of a repeated name the last value; names in lower case. */
export function parseHeaders(head: string): Record<string, string> {
  const headers: Record<string, string> = {};
  let start = head.indexOf(lineBreak) + lineBreak.length;
  for (;;) {
    const end = head.indexOf(lineBreak, start);
    const colon = head.indexOf(':', start);
    if (end < 0 || colon < 0) return headers;
    if (colon < end) headers[toLowerCase(head.slice(start, colon))] = head.slice(colon + 1, end).trim();
    start = end + lineBreak.length;
  }
}

const lineBreak = '\r\n';

/** Names that are in lower case already are told quickly. */
function toLowerCase(name: string): string {
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code >= 65 && code <= 90) return name.toLowerCase();
  }
  return name;
}

/** Below this many bytes a payload is copied, so that keeping it does not keep what came with it. */
const copiedBytes = 16 * 1024;

/** A message's bytes without the others of the buffer that it came in. */
export function toPayload(data: Uint8Array): Uint8Array {
  if (data.byteLength < copiedBytes) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
