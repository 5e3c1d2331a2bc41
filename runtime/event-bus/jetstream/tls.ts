import { isIP } from 'node:net';
import type { TlsOptions } from '@nats-io/transport-node';
import type { JetStreamEventBusSpec } from '../../../model/event-bus/jetstream.ts';
import type { Secrets } from '../../support/secrets.ts';

/** What node:tls takes, of which the SDK passes on each key, though it declares a few only. */
interface TlsSettings extends TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** The name that is asked for; empty where the server is known by an IP address. */
  readonly servername: string;
  /** What the certificate is checked for where there is no name. */
  readonly host: string;
}

/** The TLS of a bus; its secrets are read now and again. */
export interface Tls {
  /** Reads the secrets as they are now. Rejects with a `SecretError`. */
  refresh(): Promise<void>;
  /** For a server by its host; a name of TLS where it was found by a name and is dialed by an address. */
  toSettings(host: string, name?: string): TlsSettings;
}

/** Nothing where the bus's spec does not ask for TLS. */
export function createTls({ servers, tls }: JetStreamEventBusSpec, secrets: Pick<Secrets, 'read'>): Tls | undefined {
  if (!tls && !servers.some((server) => server.startsWith('tls:'))) return undefined;
  const { serverName, ...refs } = tls ?? {};
  let held: Pick<TlsSettings, 'ca' | 'cert' | 'key'> = {};
  return {
    async refresh() {
      const read = Object.entries(refs).map(async ([name, ref]) => [name, await secrets.read(ref)]);
      held = Object.fromEntries(await Promise.all(read));
    },
    toSettings: (host, name = '') => ({
      ...held,
      servername: serverName ?? (name || (isIP(host) ? '' : host)),
      host: serverName ?? (name || host),
    }),
  };
}

/** Settings as the SDK copies them at each dial: so that each has the secrets and the server of its time. */
export function toLiveOptions(settings: () => TlsSettings): TlsOptions {
  const names = ['ca', 'cert', 'key', 'servername', 'host'] as const;
  const live = names.map((name) => [name, { enumerable: true, get: () => settings()[name] }] as const);
  return Object.defineProperties({}, Object.fromEntries(live));
}
