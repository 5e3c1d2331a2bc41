import { randomUUID } from 'node:crypto';
import { parseMediaType } from '../../../model/event/media-type.ts';
import type { EventDraft } from '../contract.ts';
import type { HttpRequest } from '../http-routes.ts';
import { findMode, fromBatch, fromBinary, fromStructured } from './cloud-events.ts';
import { Refusal } from './refusal.ts';

const form = 'application/x-www-form-urlencoded';
const traceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/;

/** The events of one request: as many as there are in a batch. */
export interface Drafts {
  readonly batched: boolean;
  readonly drafts: readonly EventDraft[];
}

/**
 * What a request says, before it is checked against a schema. CloudEvents keep their attributes, any other body is the
 * payload as it is, and a GET's payload is its query as a form. The id of what is no CloudEvent is the first of
 * `idHeaders` that the request has, so that a request sent again is the same event; else a new UUID.
 * Throws a `Refusal` or a `DecodeError`.
 */
export function toDrafts(request: HttpRequest, idHeaders: readonly string[]): Drafts {
  const { headers } = request;
  const isQuery = request.method === 'GET';
  const data = isQuery ? Buffer.from(request.search) : request.body;
  const contentType = isQuery ? form : headers['content-type'] || undefined;
  const mediaType = contentType === undefined ? undefined : parseMediaType(contentType);
  if (contentType !== undefined && !mediaType)
    throw new Refusal(415, 'Content-Type is no media type, send for example application/json');
  refuseEncoded(headers['content-encoding']);

  const mode = findMode(headers, mediaType);
  if (mode === 'batched')
    return { batched: true, drafts: fromBatch(data, mediaType?.charset).map((one) => trace(one, headers)) };
  const draft =
    mode === 'structured'
      ? fromStructured(data, mediaType?.charset)
      : mode === 'binary'
        ? fromBinary(headers, data, contentType)
        : { id: findId(headers, idHeaders), data, ...(contentType && { datacontenttype: contentType }) };
  return { batched: false, drafts: [trace(draft, headers)] };
}

function findId(headers: HttpRequest['headers'], idHeaders: readonly string[]): string {
  for (const name of idHeaders) {
    const value = headers[name];
    // An Idempotency-Key may be written as a quoted string.
    if (typeof value === 'string' && value !== '') return value.replace(/^"(.+)"$/, '$1');
  }
  return randomUUID();
}

function refuseEncoded(encoding = 'identity'): void {
  if (encoding.toLowerCase() === 'identity') return;
  throw new Refusal(415, `the Content-Encoding ${encoding} is not read here, send the body as it is`, {
    headers: { 'accept-encoding': 'identity' },
  });
}

/** The trace that the request belongs to, unless the event names the one that it was born in. */
function trace(draft: EventDraft, headers: HttpRequest['headers']): EventDraft {
  const parent = headers.traceparent;
  if (typeof parent !== 'string' || !traceparent.test(parent) || draft.extensions?.traceparent) return draft;
  const state = headers.tracestate;
  return {
    ...draft,
    extensions: { ...draft.extensions, traceparent: parent, ...(typeof state === 'string' && { tracestate: state }) },
  };
}
