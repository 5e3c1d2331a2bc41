import { fromHeaders } from '../../../../model/event/codec.ts';
import type { Event } from '../../../../model/event/event.ts';
import type { Delivery } from './delivery.ts';

/** The event that a message carries. Throws a `DecodeError`. */
export function decodeEvent(delivery: Delivery): Event {
  return fromHeaders(parseHeaders(delivery.headers), keepAlone(delivery.data));
}

/** Lower-case names; of a repeated name the last value. */
export function parseHeaders(head: string): Record<string, string> {
  const headers: Record<string, string> = {};
  let lineStart = head.indexOf('\r\n') + 2;
  for (;;) {
    const lineEnd = head.indexOf('\r\n', lineStart);
    const colon = head.indexOf(':', lineStart);
    if (lineEnd < 0 || colon < 0) return headers;
    if (colon < lineEnd) {
      const name = head.slice(lineStart, colon);
      headers[isLowerCase(name) ? name : name.toLowerCase()] = head.slice(colon + 1, lineEnd).trim();
    }
    lineStart = lineEnd + 2;
  }
}

function isLowerCase(name: string): boolean {
  const first = name.charCodeAt(0);
  return first > 0x60 && name === name.toLowerCase();
}

/** Below this many bytes a payload is copied, so that keeping it does not keep what came with it. */
const copiedBytes = 16 * 1024;

function keepAlone(data: Uint8Array): Uint8Array {
  return data.byteLength < copiedBytes ? Uint8Array.prototype.slice.call(data) : data;
}
