import { isIP } from 'node:net';
import type { ConnectionOptions } from '@platformatic/kafka';
import type { KafkaEventBusSpec } from '../../../model/event-bus/kafka.ts';
import type { KafkaOAuthBearer, KafkaSasl } from '../../../model/event-bus/kafka-sasl.ts';
import type { SecretRef } from '../../../model/secret-ref.ts';
import { sleep } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import { type CredentialsContext, createTokens } from './oauth-tokens.ts';

/** What a client shows the brokers, and whom it trusts. Passwords are read anew whenever a connection is made. */
export interface Credentials {
  /** Reads the secrets as they are now. Rejects with a `SecretError`. */
  refresh(): Promise<void>;
  /** Reads certificates every half a minute: they change while connections last, and the SDK does not wait for them. */
  keepFresh(log: Log, signal: AbortSignal): Promise<void>;
  /** What the SDK is given once; it asks for the values at each connection. */
  readonly options: Pick<ConnectionOptions, 'sasl' | 'tls' | 'tlsServerName'>;
  /** Whom it shows, in messages. */
  readonly user: string;
}

const refreshEveryMs = 30_000;

export function createCredentials(spec: KafkaEventBusSpec, context: CredentialsContext): Credentials {
  const { sasl, tls } = spec;
  const held = createHeldTls(spec, context);
  const shown = sasl && toSasl(sasl, context);
  const isByName = tls?.serverName === undefined && !spec.brokers.some((broker) => isIP(hostOf(broker)));
  return {
    async refresh() {
      await Promise.all([held.refresh(), shown?.check()]);
    },
    async keepFresh(log, signal) {
      while (tls && !signal.aborted) {
        await sleep(context.clock, refreshEveryMs, signal).catch(() => {});
        if (!signal.aborted)
          await held.refresh().catch((error: unknown) => log.warn('certificates cannot be read', { error }));
      }
    },
    options: {
      ...(tls && { tls: held.live }),
      ...(tls && (tls.serverName !== undefined || isByName) && { tlsServerName: tls.serverName ?? true }),
      ...(shown && { sasl: shown.options }),
    },
    user: shown?.user ?? (tls?.cert ? `the certificate of Secret '${tls.cert.name}'` : 'a client without a credential'),
  };
}

interface Sasl {
  readonly options: NonNullable<ConnectionOptions['sasl']>;
  readonly user: string;
  /** Rejects where a secret is missing. */
  check(): Promise<void>;
}

function toSasl(sasl: KafkaSasl, context: CredentialsContext): Sasl {
  const read = (ref: SecretRef) => context.secrets.read(ref).then((value) => value.trim());
  const name = (of: string | SecretRef) => (typeof of === 'string' ? Promise.resolve(of) : read(of));
  if (sasl.mechanism === 'OAUTHBEARER') return toBearer(sasl, context);
  const { mechanism, username, password } = sasl;
  return {
    options: { mechanism, username: () => name(username), password: () => read(password) },
    user: typeof username === 'string' ? `user '${username}'` : `the user of Secret '${username.name}'`,
    async check() {
      await Promise.all([name(username), read(password)]);
    },
  };
}

function toBearer(sasl: KafkaOAuthBearer, context: CredentialsContext): Sasl {
  const tokens = createTokens(sasl, context);
  const { extensions } = sasl;
  return {
    options: {
      mechanism: 'OAUTHBEARER',
      token: () => tokens.get(),
      ...(extensions && { oauthBearerExtensions: { ...extensions } }),
    },
    user:
      typeof sasl.clientId === 'string' ? `client '${sasl.clientId}'` : `the client of Secret '${sasl.clientId.name}'`,
    async check() {
      await tokens.get();
    },
  };
}

function createHeldTls({ tls }: KafkaEventBusSpec, { secrets }: CredentialsContext) {
  const { serverName: _, ...refs } = tls ?? {};
  let held: Readonly<Record<string, string>> = {};
  const live = {};
  // the SDK copies them whenever it connects
  for (const name of ['ca', 'cert', 'key'])
    if (name in refs) Object.defineProperty(live, name, { enumerable: true, get: () => held[name] });
  return {
    live,
    async refresh() {
      const read = Object.entries(refs).map(async ([name, ref]) => [name, await secrets.read(ref as SecretRef)]);
      held = Object.fromEntries(await Promise.all(read));
    },
  };
}

function hostOf(broker: string): string {
  return broker.slice(0, broker.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}
