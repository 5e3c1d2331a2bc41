import { version } from '../../../model/document/version.ts';
import { headerName } from '../../../model/header-name.ts';
import type { Json } from '../../../model/json.ts';
import { suggest } from '../../../model/suggest.ts';
import { type HttpActionSpec, type HttpRequest, ownHttpHeaders } from '../../../model/trigger/http.ts';
import { TriggerError } from '../error.ts';
import type { HostRule } from './host-rule.ts';
import { createToTarget, type RequestTarget } from './request-target.ts';

/** A request but for its secrets, which depend on where it goes. */
export interface Message extends RequestTarget {
  readonly method: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | undefined;
}

export type ToMessage = (template: Json, executionId: string) => Message;

/** Makes a message of what a template returned. Throws a `TriggerError` where that is none. */
export function createToMessage(spec: HttpActionSpec, rule: HostRule): ToMessage {
  const toTarget = createToTarget(spec.url, rule);
  const ownHeaders = new Map([['user-agent', `eventwright/${version}`]]);
  const kept = new Set(['authorization', 'host', 'proxy-authorization']);
  for (const [name, value] of Object.entries(spec.headers)) {
    if (typeof value === 'string') ownHeaders.set(name.toLowerCase(), value);
    else kept.add(name.toLowerCase());
  }
  return (template, executionId) => {
    const request = parseRequest(template);
    const target = toTarget(request);
    const headers = new Map(ownHeaders);
    if (request.headers !== undefined) addHeaders(headers, request.headers, kept);
    headers.set('idempotency-key', executionId);
    const body = toBody(request.body, headers);
    return { ...target, method: spec.method, headers, body };
  };
}

const fields = ['url', 'path', 'query', 'headers', 'body'];

function parseRequest(template: Json): HttpRequest {
  if (typeof template !== 'object' || template === null || Array.isArray(template))
    throw invalid(`it must be an object of ${fields.join(', ')}`);
  for (const field of Object.keys(template))
    if (!fields.includes(field)) throw invalid(`there is no '${field}'${suggest(field, fields)}`);
  return template as HttpRequest;
}

const headerText = /^[\t\x20-\x7e\x80-\xff]*$/;

function addHeaders(headers: Map<string, string>, added: unknown, kept: ReadonlySet<string>): void {
  if (typeof added !== 'object' || added === null || Array.isArray(added)) throw invalid('headers must be a map');
  for (const [name, value] of Object.entries<unknown>(added as Readonly<Record<string, unknown>>)) {
    const key = name.toLowerCase();
    if (!headerName.test(name)) throw invalid(`headers: ${JSON.stringify(name)} cannot name a header`);
    if (ownHttpHeaders.has(key)) throw invalid(`headers: '${name}' is set by the runtime`);
    if (kept.has(key)) throw invalid(`headers: '${name}' is the action's to set, not an event's`);
    if (typeof value !== 'string' || !headerText.test(value)) throw invalid(`headers.${name} must be one line of text`);
    headers.set(key, value);
  }
}

function toBody(body: unknown, headers: Map<string, string>): string | undefined {
  if (body === undefined) return undefined;
  const isText = typeof body === 'string';
  if (!headers.has('content-type'))
    headers.set('content-type', isText ? 'text/plain; charset=utf-8' : 'application/json');
  return isText ? body : JSON.stringify(body);
}

function invalid(what: string): TriggerError {
  return new TriggerError('invalidTemplate', `template: ${what}`);
}
