import { type ProduceOptions, Producer } from '@platformatic/kafka';
import { toMs } from '../../../model/duration.ts';
import { toBytes } from '../../../model/quantity.ts';
import { BusUnavailableError } from '../error.ts';
import { connectTimeoutMs, type KafkaConnection, requestTimeoutMs } from './connection.ts';
import { toBusError } from './failure.ts';
import { Lane } from './lane.ts';
import { lookAfter } from './look-after.ts';
import type { Encoded } from './record.ts';

/** Sends records that all replicas in sync acknowledge. */
export interface Publisher extends AsyncDisposable {
  /**
   * Resolves to its offset, below 0 where the brokers do not tell it. Rejects with `entryTooLarge` or `BusRefusedError`
   * (it was not stored), and with `BusUnavailableError` after 5 s without an answer (it may have been stored).
   */
  send(to: Destination, record: Encoded): Promise<number>;
  /** The topics that something was sent to. */
  readonly topics: ReadonlySet<string>;
  /** Why what was sent within the last 15 s has not been stored; absent where it was. */
  whyFailing(): string | undefined;
}

export interface Destination {
  readonly topic: string;
  readonly partition: number;
}

const retryDelayMs = 200;
/** Longer than replicas let pass between two announcements, and than these wait for an answer. */
const recentMs = 15_000;

/** A partition has one request under way at a time, so that its order holds; what comes meanwhile goes with the next. */
export function createPublisher(connection: KafkaConnection): Publisher {
  const { options, spec, clock } = connection;
  const { compression, linger, batchSize } = spec.producer;
  const topics = new Set<string>();
  const lanes = new Map<string, Lane>();
  let held = open();

  return {
    topics,
    whyFailing() {
      const since = clock.now() - recentMs;
      return [...lanes.values()].find(({ failure }) => failure && failure.at >= since)?.failure?.reason;
    },
    send(to, record) {
      if (connection.closed.aborted) return Promise.reject(new BusUnavailableError('Kafka: the connection was closed'));
      topics.add(to.topic);
      return laneOf(to).add(record);
    },
    async [Symbol.asyncDispose]() {
      for (const lane of lanes.values()) lane.close();
      await held.producer.close(true);
    },
  };

  function laneOf(to: Destination): Lane {
    const key = `${to.topic}:${to.partition}`;
    let lane = lanes.get(key);
    if (!lane) {
      lane = new Lane({
        clock,
        lingerMs: toMs(linger),
        batchBytes: toBytes(batchSize),
        send: (records) => sendBatch(to, records),
      });
      lanes.set(key, lane);
    }
    return lane;
  }

  /** The offset of the first one. */
  async function sendBatch({ topic, partition }: Destination, records: readonly Encoded[]): Promise<number> {
    const used = held;
    used.sending++;
    try {
      const messages = records.map((record) => ({ topic, partition, ...record }) as unknown as Message);
      const { offsets } = await used.producer.send({ messages, idempotent: true, acks: -1 });
      return Number(offsets?.[0]?.offset ?? -1n);
    } catch (error) {
      const failure = toBusError(error, `publishing to ${topic}`);
      // whether this batch was stored is not known: the next one must not be taken for it
      if (failure instanceof BusUnavailableError && held === used) held = open();
      throw failure;
    } finally {
      used.sending--;
      if (held !== used && used.sending === 0) void used.producer.close(true).catch(() => {});
    }
  }

  function open(): Held {
    const producer = new Producer({
      ...options,
      idempotent: true,
      // within the time that a record has
      retries: Math.floor(requestTimeoutMs / retryDelayMs),
      retryDelay: retryDelayMs,
      connectTimeout: connectTimeoutMs,
      compression,
    } as ProducerOptions);
    lookAfter(producer);
    return { producer, sending: 0 };
  }
}

interface Held {
  readonly producer: Producer<Buffer, Buffer, Buffer, Buffer>;
  /** How many batches are under way. */
  sending: number;
}

type ProducerOptions = ConstructorParameters<typeof Producer<Buffer, Buffer, Buffer, Buffer>>[0] &
  ProduceOptions<Buffer, Buffer, Buffer, Buffer>;
type Message = Parameters<Producer<Buffer, Buffer, Buffer, Buffer>['send']>[0]['messages'][number];
