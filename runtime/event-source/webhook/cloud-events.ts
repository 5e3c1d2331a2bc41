import { decodeText } from '../../../model/event/decode.ts';
import { fromHeaderValue } from '../../../model/event/header-value.ts';
import { type MediaType, parseMediaType } from '../../../model/event/media-type.ts';
import type { EventDraft } from '../contract.ts';
import type { HttpRequest } from '../http-routes.ts';
import { toContext } from './attributes.ts';
import { sliceElements, sliceMembers } from './json-slices.ts';
import { Refusal } from './refusal.ts';

const prefix = 'ce-';
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Whether a request carries CloudEvents, and how (CloudEvents HTTP binding, section 3). */
export type Mode = 'binary' | 'structured' | 'batched';

/** Throws a `Refusal` where it is an event format that nobody here reads. */
export function findMode(headers: HttpRequest['headers'], mediaType: MediaType | undefined): Mode | undefined {
  const { type = '' } = mediaType ?? {};
  if (type.startsWith('application/cloudevents')) {
    if (type === 'application/cloudevents+json') return 'structured';
    if (type === 'application/cloudevents-batch+json') return 'batched';
    throw new Refusal(415, `${type} is not read here, send application/cloudevents+json`);
  }
  const isBinary = ['ce-specversion', 'ce-id', 'ce-source', 'ce-type'].some((name) => headers[name] !== undefined);
  return isBinary ? 'binary' : undefined;
}

/** An event whose attributes are headers, and whose payload is the body. */
export function fromBinary(headers: HttpRequest['headers'], data: Uint8Array, contentType?: string): EventDraft {
  const attributes: [string, string][] = [];
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith(prefix) || value === undefined) continue;
    const name = header.slice(prefix.length);
    if (name === 'datacontenttype') throw new Refusal(400, 'ce-datacontenttype is not for HTTP, send Content-Type');
    attributes.push([name, fromHeaderValue(String(value))]);
  }
  if (contentType !== undefined) attributes.push(['datacontenttype', contentType]);
  return { ...toContext(attributes), data };
}

/** The one event that a body in CloudEvents' JSON format holds. */
export function fromStructured(body: Uint8Array, charset?: string): EventDraft {
  return fromJsonFormat(toJsonText(body, charset));
}

/** The events of a body in the JSON batch format; there may be none. */
export function fromBatch(body: Uint8Array, charset?: string): EventDraft[] {
  const text = toJsonText(body, charset);
  if (!Array.isArray(JSON.parse(text))) throw new Refusal(400, 'a batch of CloudEvents is a JSON array');
  return sliceElements(text).map(fromJsonFormat);
}

function fromJsonFormat(text: string): EventDraft {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(400, 'a CloudEvent in JSON is an object');
  const { data, data_base64: encoded, ...attributes } = value as Record<string, unknown>;
  const context = toContext(Object.entries(attributes));
  if (encoded === undefined || encoded === null) {
    const raw = data === undefined ? '' : (sliceMembers(text).get('data') ?? '');
    return { ...context, data: toPayload(data, raw, context.datacontenttype) };
  }
  if (data !== undefined) throw new Refusal(400, "a CloudEvent has 'data' or 'data_base64', not both");
  if (typeof encoded !== 'string' || !base64.test(encoded)) throw new Refusal(400, "'data_base64' is no base64 text");
  return { datacontenttype: 'application/octet-stream', ...context, data: Buffer.from(encoded, 'base64') };
}

/** JSON as it was sent; where the content type is another, the text that the value holds (JSON format, section 3.1.1). */
function toPayload(data: unknown, raw: string, contentType = 'application/json'): Uint8Array {
  const { type = '' } = parseMediaType(contentType) ?? {};
  if (type === 'application/json' || type.endsWith('+json') || data === undefined) return Buffer.from(raw);
  if (typeof data === 'string') return Buffer.from(data);
  throw new Refusal(400, `'data' must be a text where 'datacontenttype' is ${type}, or send 'data_base64'`);
}

function toJsonText(body: Uint8Array, charset?: string): string {
  const text = decodeText(body, charset);
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new Refusal(400, `the body is not valid JSON: ${(error as Error).message}`);
  }
}
