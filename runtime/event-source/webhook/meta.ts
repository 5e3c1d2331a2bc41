import type { WebhookMeta } from '../../../model/event-source/webhook.ts';
import type { HttpRequest } from '../http-routes.ts';

const secretive = ['authorization', 'proxy-authorization', 'cookie'];

/** What is told of the request beside its payload; headers that prove something are left out: `omitted`, and what may hold credentials. */
export function toMeta({ method, path, search, headers }: HttpRequest, omitted: ReadonlySet<string>): WebhookMeta {
  const kept: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !omitted.has(name)) kept[name] = String(value);
  }
  return { method, path, headers: kept, query: search === '' ? {} : toQuery(search) };
}

/** Lower-case names of headers that never leave the server. */
export function toOmitted(headers: readonly string[]): ReadonlySet<string> {
  return new Set([...secretive, ...headers]);
}

/** A repeated name's values are joined, as those of a header are. */
function toQuery(search: string): Record<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    const before = query.get(name);
    query.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(query);
}
