import { JetStreamApiError } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { toConnectionName, toInboxPrefix } from '../../../model/event-bus/bus-client.ts';
import type { JetStreamEventBusSpec } from '../../../model/event-bus/jetstream.ts';
import type { Clock } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import type { EventBusContext } from '../contract.ts';
import { BusUnavailableError } from '../error.ts';

/** A connection to servers with JetStream, as the parts of the driver share it. It is made anew by itself when it breaks. */
export interface JetStreamConnection extends AsyncDisposable {
  readonly nats: NatsConnection;
  readonly clock: Clock;
  readonly log: Log;
  /** `$JS.API`, or what a domain or a prefix makes of it. */
  readonly api: string;
  /** Aborts when the connection is disposed. */
  readonly closed: AbortSignal;
  /** Counts connections: it changes whenever one was made anew. What was on its way before may be lost. */
  readonly generation: number;
  /** Calls back, synchronously, whenever the connection was lost or made anew; disposing ends that. */
  onChange(listener: () => void): Disposable;
  /**
   * Asks the JetStream API: `request('STREAM.INFO.ew-events')`. Rejects with the API's own `JetStreamApiError`, and with
   * a `BusUnavailableError` where nobody answers.
   */
  request<Answer>(subject: string, body?: object, options?: RequestOptions): Promise<Answer>;
}

interface RequestOptions {
  /** 5 s by default. */
  readonly timeoutMs?: number;
}

/** Waits for servers that are away until the context's signal aborts. */
export async function connectJetStream(
  spec: JetStreamEventBusSpec,
  { clock, log, client }: EventBusContext,
): Promise<JetStreamConnection> {
  const nats = await connect({
    servers: [...spec.servers],
    name: toConnectionName(client),
    inboxPrefix: toInboxPrefix(client),
    noAsyncTraces: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    pingInterval: 2_000,
    maxPingOut: 2,
    ignoreClusterUpdates: false,
  });
  const closed = new AbortController();
  const listeners = new Set<() => void>();
  const api = '$JS.API';
  let generation = 0;
  void follow();

  return {
    nats,
    clock,
    log,
    api,
    closed: closed.signal,
    get generation() {
      return generation;
    },
    onChange(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    request: (subject, body, options) => request({ nats, api }, subject, { body, ...options }),
    async [Symbol.asyncDispose]() {
      closed.abort(new DOMException('the connection was closed', 'AbortError'));
      await nats.close();
    },
  };

  async function follow(): Promise<void> {
    for await (const { type } of nats.status()) {
      if (type === 'reconnect') generation++;
      if (type === 'reconnect' || type === 'disconnect') for (const listener of [...listeners]) listener();
    }
  }
}

interface Asked extends RequestOptions {
  readonly body: object | undefined;
}

async function request<Answer>(
  { nats, api }: Pick<JetStreamConnection, 'nats' | 'api'>,
  subject: string,
  { body, timeoutMs = 5_000 }: Asked,
): Promise<Answer> {
  const payload = body === undefined ? '' : JSON.stringify(body);
  const answer = await nats.request(`${api}.${subject}`, payload, { timeout: timeoutMs }).catch((error: Error) => {
    throw new BusUnavailableError(`JetStream does not answer: ${error.message}`, { cause: error });
  });
  const told = answer.json<{ error?: ConstructorParameters<typeof JetStreamApiError>[0] }>();
  if (told.error) throw new JetStreamApiError(told.error);
  return told as Answer;
}
