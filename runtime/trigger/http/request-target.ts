import type { HttpRequest } from '../../../model/trigger/http.ts';
import { TriggerError } from '../error.ts';
import type { HostRule, Route } from './host-rule.ts';

/** Where a request goes: what undici takes apart, so that no path can become another host. */
export interface RequestTarget {
  readonly route: Route;
  readonly origin: string;
  /** With the query. */
  readonly path: string;
}

export type ToTarget = (part: Pick<HttpRequest, 'url' | 'path' | 'query'>) => RequestTarget;

/** Puts what a template says in the place that the action's URL gives it. Throws a `TriggerError`. */
export function createToTarget(actionUrl: string, rule: HostRule): ToTarget {
  const own = new URL(actionUrl);
  const ownTarget = { route: 'own', origin: own.origin, path: own.pathname + own.search } as const;
  return ({ url, path, query }) => {
    if (url === undefined && path === undefined && query === undefined) return ownTarget;
    const base = url === undefined ? own : parseUrl(url);
    return {
      route: admit(base, rule),
      origin: base.origin,
      path: joinPath(base.pathname, path) + joinQuery(base.search, query),
    };
  };
}

/** The route to a URL that an event chose. Throws a `TriggerError` where it must not go there. */
export function admit(url: URL, rule: HostRule): Route {
  const route = rule(url);
  if (route) return route;
  throw new TriggerError(
    'forbiddenTarget',
    `an event leads to '${url.protocol}//${url.host}', which is not the action's origin; name '${url.host}' in allowHosts`,
  );
}

function parseUrl(text: unknown): URL {
  const url = typeof text === 'string' ? URL.parse(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw invalid('url must be an http or https URL');
  if (url.username || url.password) throw invalid('url holds a user or a password; it must not');
  return url;
}

const unsafe = /[^\w\-.~!$&'()*+,;=:@%/]+/g;
const climbing = /(^|\/|%2f|%5c)(\.|%2e){1,2}(\/|%2f|%5c|$)/i;

function joinPath(base: string, path: unknown): string {
  if (path === undefined || path === '') return base;
  if (typeof path !== 'string') throw invalid('path must be text');
  const encoded = path.toWellFormed().replace(unsafe, encodeURIComponent);
  if (climbing.test(encoded)) throw invalid("path must not hold '.' or '..', which lead out of the action's URL");
  return `${base.replace(/\/$/, '')}/${encoded.replace(/^\/+/, '')}`;
}

function joinQuery(base: string, query: HttpRequest['query']): string {
  if (query === undefined) return base;
  if (typeof query !== 'object' || query === null || Array.isArray(query)) throw invalid('query must be a map');
  let joined = base;
  for (const [name, value] of Object.entries<unknown>(query)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw invalid(`query.${name} must be text, a number, true or false`);
    joined += `${joined === '' ? '?' : '&'}${encode(name)}=${encode(String(value))}`;
  }
  return joined;
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function invalid(what: string): TriggerError {
  return new TriggerError('invalidTemplate', `template: ${what}`);
}
