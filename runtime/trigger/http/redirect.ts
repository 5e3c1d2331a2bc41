import type { Answer } from './exchange.ts';
import type { HostRule } from './host-rule.ts';
import type { Message } from './message.ts';
import { admit } from './request-target.ts';

const statuses = new Set([301, 302, 303, 307, 308]);

/** The URL that an answer sends the request on to; none where it does not. */
export function findRedirect({ status, headers }: Answer, { origin, path }: Message): URL | undefined {
  const { location } = headers;
  if (!statuses.has(status) || location === undefined) return undefined;
  return URL.parse(location, origin + path) ?? undefined;
}

/**
 * The request that follows a redirect, as the Fetch standard has it: after a 303, and a POST's 301 or 302, it is a GET.
 * Who has left the action's origin does not come back to it with its credentials. Throws a `TriggerError`.
 */
export function redirect(message: Message, { url, status }: { url: URL; status: number }, rule: HostRule): Message {
  const route = admit(url, rule);
  const headers = new Map(message.headers);
  if (url.origin !== message.origin) for (const name of ['host', 'cookie']) headers.delete(name);
  const next: Message = {
    ...message,
    route: route === 'own' && message.route !== 'own' ? 'named' : route,
    origin: url.origin,
    path: url.pathname + url.search,
    headers,
  };
  const becomesGet = status === 303 || (status < 303 && message.method === 'POST');
  if (!becomesGet) return next;
  headers.delete('content-type');
  return { ...next, method: 'GET', body: undefined };
}
