import type { NatsConnection } from '@nats-io/nats-core';
import { toInboxPrefix } from '../../../model/event-bus/bus-client.ts';
import { type JetStreamEventBusSpec, toJetStreamApi } from '../../../model/event-bus/jetstream.ts';
import type { Clock } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import type { EventBusContext } from '../contract.ts';
import { BusUnavailableError } from '../error.ts';
import { askApi } from './api.ts';
import { breakOff } from './break-off.ts';
import { createCredentials } from './credentials.ts';
import { establish } from './establish.ts';
import { ServiceWatch } from './service-watch.ts';
import { createTls } from './tls.ts';
import { type Watch, watchConnection } from './watch.ts';

/** A connection to servers with JetStream, as the parts of the driver share it. It is made anew by itself when it breaks. */
export interface JetStreamConnection extends Watch, AsyncDisposable {
  readonly nats: NatsConnection;
  readonly clock: Clock;
  readonly log: Log;
  /** `$JS.API`, or what a domain or a prefix makes of it. */
  readonly api: string;
  /** Below which subjects this client is answered. */
  readonly inboxPrefix: string;
  /** Who it is to the servers, in messages. */
  readonly user: string;
  /** Aborts when the connection is disposed. */
  readonly closed: AbortSignal;
  /**
   * Asks the JetStream API: `request('STREAM.INFO.ew-events')`. Rejects with the API's own `JetStreamApiError`, with a
   * `BusRefusedError` where the permission is missing, and with a `BusUnavailableError` where nobody answers; at once
   * where the connection is down.
   */
  request<Answer>(subject: string, body?: object, options?: RequestOptions): Promise<Answer>;
}

export interface RequestOptions {
  /** 5 s by default. */
  readonly timeoutMs?: number;
}

/**
 * Waits for servers that are away until the context's signal aborts. Rejects with a `BusRefusedError` where waiting does
 * not help: a credential, a certificate, a version.
 */
export async function connectJetStream(
  spec: JetStreamEventBusSpec,
  context: EventBusContext,
): Promise<JetStreamConnection> {
  const { clock, log, secrets, client } = context;
  const credentials = createCredentials(spec.auth, secrets);
  const target = { spec, context, credentials, tls: createTls(spec, secrets) };
  const nats = await establish(target);
  const closed = new AbortController();
  const watch = watchConnection(nats, target, closed.signal);
  const api = toJetStreamApi(spec);
  const { user } = credentials;
  const service = new ServiceWatch({ clock, leave });

  return {
    nats,
    clock,
    log,
    api,
    user,
    inboxPrefix: toInboxPrefix(client),
    closed: closed.signal,
    get connected() {
      return watch.connected;
    },
    get trouble() {
      return watch.trouble;
    },
    get generation() {
      return watch.generation;
    },
    onChange: watch.onChange,
    onRefused: watch.onRefused,
    request: (subject, body, { timeoutMs = 5_000 } = {}) =>
      unlessLost(watch, () =>
        service.follow(subject, askApi(nats, { subject: `${api}.${subject}`, body, timeoutMs, user })),
      ),
    async [Symbol.asyncDispose]() {
      closed.abort(new DOMException('the connection was closed', 'AbortError'));
      await nats.close();
    },
  };

  function leave(about: string): void {
    if (!watch.connected || nats.getServers().length < 2) return;
    log.warn('the server does not serve the event bus; another one is tried', { server: nats.getServer(), about });
    breakOff(nats);
  }
}

/** What it asks for, or a `BusUnavailableError` as soon as the connection is down. */
function unlessLost<Answer>(watch: Watch, ask: () => Promise<Answer>): Promise<Answer> {
  const unavailable = () => new BusUnavailableError(`JetStream: ${watch.trouble}`);
  if (!watch.connected) return Promise.reject(unavailable());
  return new Promise((resolve, reject) => {
    const change = watch.onChange(() => {
      if (!watch.connected) reject(unavailable());
    });
    ask()
      .then(resolve, reject)
      .finally(() => change[Symbol.dispose]());
  });
}
