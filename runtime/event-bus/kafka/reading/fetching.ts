import { Consumer } from '@platformatic/kafka';
import { Bell } from '../../../support/bell.ts';
import { sleep } from '../../../support/clock.ts';
import { createNotice } from '../../../support/notice.ts';
import type { KafkaConnection } from '../connection.ts';
import { toBusError } from '../failure.ts';
import { lookAfter } from '../look-after.ts';
import { type Decode, responseOf, takeResponse } from './fetch-response.ts';
import type { PartitionReading } from './partition-reading.ts';

const maxWaitMs = 1_000;
const fetchTimeoutMs = 4_000;
const partitionBytes = 512 * 1024;
const fetchBytes = 4 * 1024 ** 2;
/** A partition is asked for more once less than this of what it sent is waiting. */
const lowBytes = 512 * 1024;
const againAfterMs = 100;

export interface FetchingOptions<Content> {
  /** In messages. */
  readonly what: string;
  readonly decode: Decode<Content>;
  /** Called when it looks as if a partition is led by another broker. */
  readonly moved: () => void;
}

/**
 * Fetches partitions, each from the broker that leads it, over connections of its own: a broker answers the requests of a
 * connection one after the other, and those for what is yet to come take a while. Never gives up.
 */
export class Fetching<Content> implements AsyncDisposable {
  readonly #connection: KafkaConnection;
  readonly #consumer: Consumer;
  readonly #readings: PartitionReading<Content>[] = [];
  readonly #nodes = new Map<number, Promise<void>>();
  readonly #stopped = new AbortController();
  readonly #drained = new Bell();
  readonly #notice: (reason: string) => void;
  /** Rings when something came, or when it is known why nothing comes. */
  readonly news = new Bell();
  readonly #options: FetchingOptions<Content>;

  constructor(connection: KafkaConnection, options: FetchingOptions<Content>) {
    const { clock, log } = connection;
    this.#connection = connection;
    this.#options = options;
    this.#notice = createNotice(clock, (reason) => log.warn(`reading ${options.what} is not served`, { reason }));
    this.#consumer = new Consumer({ ...connection.options, groupId: 'none', requestTimeout: fetchTimeoutMs });
    lookAfter(this.#consumer);
    // who reads may never ask again
    const stop = () => void this[Symbol.asyncDispose]();
    connection.closed.addEventListener('abort', stop, { signal: this.#stopped.signal });
  }

  get readings(): readonly PartitionReading<Content>[] {
    return this.#readings;
  }

  add(reading: PartitionReading<Content>): void {
    this.#readings.push(reading);
    this.spread();
  }

  /** Sees to it that every broker which leads is asked. */
  spread(): void {
    // what waits may wait for one that nobody asks for
    this.#drained.ring();
    for (const { leader } of this.#readings) {
      if (leader < 0 || this.#nodes.has(leader) || this.#stopped.signal.aborted) continue;
      this.#nodes.set(
        leader,
        this.#follow(leader).finally(() => this.#nodes.delete(leader)),
      );
    }
  }

  /** Something that had waited was taken. */
  drained(): void {
    this.#drained.ring();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort();
    this.#drained.ring();
    this.news.ring();
    await this.#consumer.close(true).catch(() => {});
    await Promise.all(this.#nodes.values());
  }

  async #follow(node: number): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const led = this.#readings.filter(({ leader, lost }) => leader === node && lost === undefined);
      if (led.length === 0) return;
      const readings = led.filter(({ bytes }) => bytes < lowBytes);
      // asked for what is yet to come, a broker would keep the others waiting
      if (readings.length < led.length && !readings.some(({ isBehind }) => isBehind)) {
        await this.#drained.next();
        continue;
      }
      const isWell = await this.#fetch(node, readings);
      this.news.ring();
      if (isWell || signal.aborted) continue;
      this.#options.moved();
      await sleep(this.#connection.clock, againAfterMs, signal).catch(() => {});
    }
  }

  async #fetch(node: number, readings: readonly PartitionReading<Content>[]): Promise<boolean> {
    const { decode } = this.#options;
    try {
      const topics = toTopics(readings);
      const request = { node, topics, maxWaitTime: maxWaitMs, minBytes: 1, maxBytes: fetchBytes, isolationLevel: 0 };
      return !takeResponse(await this.#consumer.fetch(request), readings, decode).moved;
    } catch (error) {
      if (this.#stopped.signal.aborted) return false;
      const response = responseOf(error);
      if (response) {
        takeResponse(response, readings, decode);
        const trouble = readings.find((reading) => reading.trouble !== undefined);
        if (trouble) this.#notice(`${trouble.topic.name}, partition ${trouble.index}: ${trouble.trouble}`);
        return false;
      }
      const reason = toBusError(error, `fetching from broker ${node}`).message;
      for (const reading of readings) reading.trouble = reason;
      this.#notice(reason);
      // it may know other brokers than there are now
      this.#consumer.clearMetadata();
      return false;
    }
  }
}

function toTopics(readings: readonly PartitionReading<unknown>[]) {
  const topics = new Map<string, { partition: number; fetchOffset: bigint }[]>();
  for (const { topic, index, next } of readings) {
    const partitions = topics.get(topic.id) ?? [];
    topics.set(topic.id, partitions);
    partitions.push({ partition: index, fetchOffset: BigInt(next) });
  }
  return [...topics].map(([topicId, partitions]) => ({
    topicId,
    partitions: partitions.map((partition) => ({
      ...partition,
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
      partitionMaxBytes: partitionBytes,
    })),
  }));
}
