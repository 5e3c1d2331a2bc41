import type { CloudEvent } from './cloud-event.ts';
import { DecodeError } from './decode-error.ts';
import { type Event, metaExtension } from './event.ts';
import { parseMediaType } from './media-type.ts';

type Decoder = (data: Uint8Array) => unknown;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const decoders = new Map<string, Decoder>();
const mostDecoders = 200;

/** An event as expressions see it. Throws a `DecodeError` where the payload is not what its content type says. */
export function decodeEvent(event: Event): CloudEvent {
  const { [metaExtension]: meta, ...extensions } = event.extensions ?? {};
  return {
    id: event.id,
    source: event.source,
    type: event.type,
    subject: event.subject ?? '',
    time: event.time,
    data: decodeData(event.data, event.datacontenttype),
    meta: meta === undefined ? {} : parseJson(meta, metaExtension),
    extensions,
  };
}

/**
 * A payload by its content type: JSON is parsed (also where there is no content type; no bytes are `null`), a form is an
 * object of texts (a list where a name is repeated), `text/*` a text by its charset, anything else base64.
 * Throws a `DecodeError`.
 */
export function decodeData(data: Uint8Array, contentType = 'application/json'): unknown {
  let decoder = decoders.get(contentType);
  if (!decoder) {
    decoder = toDecoder(contentType);
    // Senders choose content types: what is remembered stays small.
    if (decoders.size >= mostDecoders) decoders.clear();
    decoders.set(contentType, decoder);
  }
  return decoder(data);
}

/** Bytes as text; UTF-8 where no charset is named. Throws a `DecodeError`. */
export function decodeText(data: Uint8Array, charset?: string): string {
  return toTextDecoder(charset)(data);
}

function toDecoder(contentType: string): Decoder {
  const { type, charset } = parseMediaType(contentType) ?? { type: '' };
  if (type === 'application/json' || type.endsWith('+json')) {
    const toText = toTextDecoder(charset);
    return (data) => (data.length === 0 ? null : parseJson(toText(data), 'the payload'));
  }
  if (type === 'application/x-www-form-urlencoded') {
    const toText = toTextDecoder(charset);
    return (data) => parseForm(toText(data));
  }
  if (type.startsWith('text/')) return toTextDecoder(charset);
  return (data) => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}

function toTextDecoder(charset = 'utf-8'): (data: Uint8Array) => string {
  const decoder = charset === 'utf-8' ? utf8 : createTextDecoder(charset);
  return (data) => {
    try {
      return decoder.decode(data);
    } catch (cause) {
      throw new DecodeError('malformed', `the payload is not valid ${charset}`, { cause });
    }
  };
}

function createTextDecoder(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch (cause) {
    throw new DecodeError('unsupportedCharset', `the charset '${charset}' is unknown, send utf-8`, { cause });
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DecodeError('malformed', `${what} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
}

/** `fromEntries` defines its keys, so that `__proto__` is one like any other. */
function parseForm(text: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields.get(name);
    if (before === undefined) fields.set(name, value);
    else if (typeof before === 'string') fields.set(name, [before, value]);
    else before.push(value);
  }
  return Object.fromEntries(fields);
}
