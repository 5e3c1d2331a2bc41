import type { Admin } from '@platformatic/kafka';
import type { Clock } from '../../support/clock.ts';
import { BusUnavailableError } from '../error.ts';
import { toBusError } from './failure.ts';
import { toTopicKey } from './position.ts';

/** A topic as the brokers see it. */
export interface Topic {
  readonly name: string;
  readonly id: string;
  /** What positions know it by. */
  readonly key: string;
  readonly partitions: readonly TopicPartition[];
}

export interface TopicPartition {
  /** The broker that leads it; below 0 where none does. */
  readonly leader: number;
  /** How many copies it is to have. */
  readonly replicas: number;
  /** How many follow closely. */
  readonly inSync: number;
}

const freshMs = 1_000;

/** The topics that a client may see, asked for at most once a second unless somebody knows that they have changed. */
export class Topology {
  readonly #admin: Admin;
  readonly #clock: Clock;
  readonly #prefix: string;
  #known: ReadonlyMap<string, Topic> = new Map();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(admin: Admin, { clock, prefix }: { readonly clock: Clock; readonly prefix: string }) {
    this.#admin = admin;
    this.#clock = clock;
    this.#prefix = prefix;
  }

  /** All of them. Rejects with a `BusUnavailableError`. */
  async read({ anew = false } = {}): Promise<ReadonlyMap<string, Topic>> {
    const isFresh = this.#clock.now() - this.#readAt < freshMs;
    if (anew || !isFresh) await this.#refresh();
    return this.#known;
  }

  /** Those that are there of these. */
  async find(names: Iterable<string>): Promise<readonly Topic[]> {
    const wanted = [...new Set(names)];
    let known = await this.read();
    if (wanted.some((name) => !known.has(name))) known = await this.read({ anew: true });
    return wanted.flatMap((name) => known.get(name) ?? []);
  }

  /** Rejects with a `BusUnavailableError` where it is not there. */
  async need(name: string): Promise<Topic> {
    const held = this.#known.get(name);
    if (held) return held;
    const [topic] = await this.find([name]);
    if (topic) return topic;
    throw new BusUnavailableError(`Kafka: the topic ${name} is missing; run: eventwright bus apply`);
  }

  #refresh(): Promise<void> {
    this.#reading ??= this.#ask().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #ask(): Promise<void> {
    try {
      const names = (await this.#admin.listTopics({})).filter((name) => name.startsWith(this.#prefix));
      const { topics } = await this.#admin.metadata({ topics: names, forceUpdate: true });
      const known = new Map<string, Topic>();
      for (const [name, topic] of topics) {
        if (!topic) continue;
        const partitions = topic.partitions.map(({ leader, replicas, isr }) => ({
          leader,
          replicas: replicas.length,
          inSync: isr.length,
        }));
        known.set(name, { name, id: topic.id, key: toTopicKey({ name, id: topic.id }), partitions });
      }
      this.#known = known;
      this.#readAt = this.#clock.now();
    } catch (error) {
      throw toBusError(error, 'reading the topics');
    }
  }
}
