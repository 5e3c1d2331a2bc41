import { Admin, type BaseOptions } from '@platformatic/kafka';
import type { KafkaEventBusSpec } from '../../../model/event-bus/kafka.ts';
import type { Clock } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import type { EventBusContext } from '../contract.ts';
import { createCredentials } from './credentials.ts';
import { establish } from './establish.ts';
import { lookAfter } from './look-after.ts';
import { toBusKey } from './position.ts';
import { Topology } from './topology.ts';

/** A connection to Kafka's brokers, as the parts of the driver share it. The SDK makes it anew when it breaks. */
export interface KafkaConnection extends AsyncDisposable {
  readonly spec: KafkaEventBusSpec;
  readonly context: EventBusContext;
  readonly clock: Clock;
  readonly log: Log;
  /** For everything but records. */
  readonly admin: Admin;
  /** The topics of the bus, and who leads their partitions. */
  readonly topology: Topology;
  /** What tells the bus from others in positions. */
  readonly bus: string;
  /** Who it is to the brokers, in messages. */
  readonly user: string;
  /** What every client of the SDK begins with. */
  readonly options: BaseOptions;
  /** Aborts when the connection is disposed. */
  readonly closed: AbortSignal;
}

/** How long anything is waited for: a connection, an answer. */
export const connectTimeoutMs = 2_000;
export const requestTimeoutMs = 5_000;
const mostHeard = 10;

/**
 * Waits for brokers that are away until the context's signal aborts. Rejects with a `BusRefusedError` where waiting does
 * not help: a password, a certificate, a version.
 */
export async function connectKafka(spec: KafkaEventBusSpec, context: EventBusContext): Promise<KafkaConnection> {
  const { clock, log, client } = context;
  const credentials = createCredentials(spec, context);
  const options: BaseOptions = {
    clientId: `${client.component}.${client.namespace}.${client.name}.${client.replica}`,
    bootstrapBrokers: [...spec.brokers],
    ...credentials.options,
    connectTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
    timeout: requestTimeoutMs,
    metadataMaxAge: 1_000,
    retries: 0,
    strict: false,
  };
  // a broker that dies while it is asked leaves others that answer
  const admin = new Admin({ ...options, retries: 1, retryDelay: 100 });
  const { user } = credentials;
  const heard: Error[] = [];
  lookAfter(admin, (error) => {
    if (heard.length < mostHeard) heard.push(error);
  });
  const clusterId = await establish({ spec, context, admin, credentials, heard });
  const closed = new AbortController();
  void credentials.keepFresh(log, closed.signal);
  return {
    spec,
    context,
    clock,
    log,
    admin,
    topology: new Topology(admin, { clock, prefix: `${spec.topicPrefix}.`, user }),
    bus: toBusKey(clusterId, spec.topicPrefix),
    user,
    options,
    closed: closed.signal,
    async [Symbol.asyncDispose]() {
      closed.abort(new DOMException('the connection was closed', 'AbortError'));
      await admin.close();
    },
  };
}
