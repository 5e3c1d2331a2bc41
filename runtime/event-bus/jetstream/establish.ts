import { JetStreamApiError } from '@nats-io/jetstream';
import { errors, type NatsConnection, type Server } from '@nats-io/nats-core';
import { type ConnectionOptions, connect } from '@nats-io/transport-node';
import { toConnectionName, toInboxPrefix } from '../../../model/event-bus/bus-client.ts';
import { type JetStreamEventBusSpec, toJetStreamApi } from '../../../model/event-bus/jetstream.ts';
import { sleep } from '../../support/clock.ts';
import { createNotice } from '../../support/notice.ts';
import { orAborted } from '../../support/or-aborted.ts';
import type { EventBusContext } from '../contract.ts';
import { BusRefusedError, BusUnavailableError } from '../error.ts';
import { askApi } from './api.ts';
import type { Credentials } from './credentials.ts';
import { probeServer } from './probe-server.ts';
import { type Tls, toLiveOptions } from './tls.ts';
import { whyTooOld } from './version.ts';

/** The servers of a bus, and what a client shows them. */
export interface Target {
  readonly spec: JetStreamEventBusSpec;
  readonly context: EventBusContext;
  readonly credentials: Credentials;
  readonly tls: Tls | undefined;
}

const againAfterMs = 500;
const probeTimeoutMs = 2_000;
const dialTimeoutMs = 5_000;

/**
 * Connects for the first time; tries for ever, until the context's signal aborts. Rejects with a `BusRefusedError` where
 * waiting does not help.
 */
export async function establish(target: Target): Promise<NatsConnection> {
  const { clock, log, signal = new AbortController().signal } = target.context;
  const notice = createNotice(clock, (reason) => log.warn('waiting for the event bus', { reason }));
  for (;;) {
    signal.throwIfAborted();
    const attempt = connectOnce(target);
    try {
      return await orAborted(attempt, signal);
    } catch (error) {
      if (signal.aborted) attempt.then(close, () => {});
      if (signal.aborted || error instanceof BusRefusedError) throw error;
      notice((error as Error).message);
    }
    await sleep(clock, againAfterMs, signal);
  }
}

/** Reads the secrets anew, and looks whether one of the servers can be used. Rejects with what is wrong with them. */
export async function prepare({ spec, credentials, tls }: Target): Promise<void> {
  await Promise.all([credentials.refresh(), tls?.refresh()]);
  const probes = spec.servers.map((server) => probeServer({ server, tls, timeoutMs: probeTimeoutMs }));
  await Promise.any(probes).catch(({ errors }: AggregateError) => {
    throw (
      errors.find((error) => error instanceof BusRefusedError) ??
      new BusUnavailableError(errors.map(({ message }) => message).join('; '), { cause: errors[0] })
    );
  });
}

/** Whether a server does not take a client's credential. */
export function isRefusal(error: Error): boolean {
  return error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError;
}

/** What a server says that does not take a client's credential. */
export function toRefusal({ user }: Credentials, error: Error): BusRefusedError {
  return new BusRefusedError(
    `the servers refused ${user}: ${error.message.toLowerCase()}; compare 'auth' and its Secret with their users`,
    { cause: error },
  );
}

async function connectOnce(target: Target): Promise<NatsConnection> {
  const { spec, credentials } = target;
  await prepare(target);
  const nats = await connect(toOptions(target)).catch((error: Error) => {
    if (isRefusal(error)) throw toRefusal(credentials, error);
    throw new BusUnavailableError(`${spec.servers.join(', ')}: ${error.message}`, { cause: error });
  });
  try {
    await requireJetStream(nats, target);
  } catch (error) {
    await nats.close();
    throw error;
  }
  // the SDK forgets those that it could not reach at first
  const known = nats.getServers().map(({ listen }) => listen);
  nats.setServers([...known, ...spec.servers]);
  return nats;
}

function toOptions({ spec, context, credentials, tls }: Target): ConnectionOptions {
  let dialed: Pick<Server, 'hostname' | 'tlsName'> = { hostname: '', tlsName: '' };
  return {
    servers: [...spec.servers],
    name: toConnectionName(context.client),
    inboxPrefix: toInboxPrefix(context.client),
    authenticator: credentials.authenticator,
    ...(tls && { tls: toLiveOptions(() => tls.toSettings(dialed.hostname, dialed.tlsName)) }),
    reconnectToServer(servers) {
      dialed = servers[0] ?? dialed;
      return null;
    },
    noAsyncTraces: true,
    timeout: dialTimeoutMs,
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    reconnectJitterTLS: 250,
    pingInterval: 2_000,
    maxPingOut: 2,
  };
}

/** JetStream's own codes: it is not enabled on the server, or not for the account. */
const disabled = new Set([10039, 10076]);

async function requireJetStream(nats: NatsConnection, { spec, credentials: { user } }: Target): Promise<void> {
  const tooOld = whyTooOld(nats.info?.version ?? '');
  if (tooOld) throw new BusRefusedError(tooOld);
  // asked for what every client may see; whether the stream is there does not matter
  const subject = `${toJetStreamApi(spec)}.STREAM.INFO.ew-events`;
  try {
    await askApi(nats, { subject, body: undefined, timeoutMs: dialTimeoutMs, user });
  } catch (error) {
    if (error instanceof BusRefusedError) throw error;
    const nobody = error instanceof BusUnavailableError && !nats.info?.jetstream && !spec.domain && !spec.apiPrefix;
    if (nobody || (error instanceof JetStreamApiError && disabled.has(error.code)))
      throw new BusRefusedError(
        `${spec.servers.join(', ')}: JetStream is not enabled there for ${user}; enable it on the servers and for the account`,
        { cause: error },
      );
    if (error instanceof BusUnavailableError) throw error;
  }
}

function close(nats: NatsConnection): Promise<void> {
  return nats.close();
}
