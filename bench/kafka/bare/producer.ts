import { Producer } from '@platformatic/kafka';
import { bareTopic, toBareOptions } from './topic.ts';

export interface BareRecord {
  readonly value: Buffer;
  readonly headers: Map<Buffer, Buffer>;
}

interface Waiting {
  readonly record: BareRecord;
  readonly stored: PromiseWithResolvers<void>;
}

/** The least that publishing takes: a batch of each partition under way, all that came meanwhile with the next. */
export class BareProducer {
  readonly #producer: Producer;
  readonly #waiting: Waiting[][];
  readonly #busy = new Set<number>();

  constructor(brokers: readonly string[], partitions: number) {
    this.#producer = new Producer({ ...toBareOptions(brokers), idempotent: true });
    this.#waiting = Array.from({ length: partitions }, () => []);
  }

  /** Resolves once all replicas in sync have it. */
  send(partition: number, record: BareRecord): Promise<void> {
    const stored = Promise.withResolvers<void>();
    this.#waiting[partition]?.push({ record, stored });
    if (!this.#busy.has(partition)) {
      this.#busy.add(partition);
      setImmediate(() => this.#flush(partition));
    }
    return stored.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#producer.close(true);
  }

  async #flush(partition: number): Promise<void> {
    const batch = this.#waiting[partition] ?? [];
    this.#waiting[partition] = [];
    const messages = batch.map(({ record }) => ({ topic: bareTopic, partition, ...record }));
    try {
      await this.#producer.send({ messages, acks: -1 });
      for (const { stored } of batch) stored.resolve();
    } catch (error) {
      for (const { stored } of batch) stored.reject(error);
    }
    if (this.#waiting[partition]?.length) setImmediate(() => this.#flush(partition));
    else this.#busy.delete(partition);
  }
}
