import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher, Pool } from 'undici';
import { createConnector, type TlsMaterial } from './connector.ts';
import type { Credentials } from './credentials.ts';
import type { Route } from './host-rule.ts';

/** A trigger's connections, kept alive between its requests. */
export interface Connections extends AsyncDisposable {
  by(route: Route): Dispatcher;
}

interface ConnectionsOptions {
  readonly origin: string;
  readonly credentials: Credentials;
  readonly lookup: LookupFunction;
}

/** As many as a trigger has executions under way. */
const mostConnections = 512;

/** Opens none yet. */
export function createConnections({ origin, credentials, lookup }: ConnectionsOptions): Connections {
  const options = (mayBePrivate: boolean, tls: () => Promise<TlsMaterial>) => ({
    connect: createConnector({ lookup, mayBePrivate, tls }),
    connections: mostConnections,
    pipelining: 1,
    allowH2: false,
    // the trigger's time-out covers both
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const dispatchers: Partial<Record<Route, Dispatcher>> = {
    own: new Pool(origin, options(true, credentials.tls)),
  };
  const create = (route: Route) => new Agent(options(route === 'named', credentials.trust));
  return {
    by(route) {
      dispatchers[route] ??= create(route);
      return dispatchers[route];
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(dispatchers).map((dispatcher) => dispatcher.destroy()));
    },
  };
}
