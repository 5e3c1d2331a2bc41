import type { Admin } from '@platformatic/kafka';
import type { Clock } from '../../support/clock.ts';
import { BusRefusedError, BusUnavailableError, type EventBusError } from '../error.ts';
import { apiIdOf, causesOf, toBusError } from './failure.ts';
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

export interface TopologyOptions {
  readonly clock: Clock;
  /** What the names of the topics begin with. */
  readonly prefix: string;
  /** Who the client is, in messages. */
  readonly user: string;
}

const freshMs = 1_000;

/** The topics that a client may see, asked for at most once a second unless somebody knows that they have changed. */
export class Topology {
  readonly #admin: Admin;
  readonly #options: TopologyOptions;
  #known: ReadonlyMap<string, Topic> = new Map();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(admin: Admin, options: TopologyOptions) {
    this.#admin = admin;
    this.#options = options;
  }

  /** All of them. Rejects with a `BusUnavailableError`. */
  async read({ anew = false } = {}): Promise<ReadonlyMap<string, Topic>> {
    const isFresh = this.#options.clock.now() - this.#readAt < freshMs;
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

  /** Rejects with a `BusUnavailableError` where it is not there, and with a `BusRefusedError` where it may not be seen. */
  async need(name: string): Promise<Topic> {
    const held = this.#known.get(name);
    if (held) return held;
    const [topic] = await this.find([name]);
    if (topic) return topic;
    throw await this.explain(name);
  }

  /** Why a topic is not among those that the client may see. */
  async explain(name: string): Promise<EventBusError> {
    try {
      await this.#admin.metadata({ topics: [name], forceUpdate: true });
    } catch (error) {
      if (apiIdOf(error) === 'TOPIC_AUTHORIZATION_FAILED')
        return new BusRefusedError(
          `Kafka: ${this.#options.user} lacks the right to describe the topic ${name}; grant what this prints: eventwright bus users`,
          { cause: error },
        );
      if (![...causesOf(error)].some(isUnknownTopic)) return toBusError(error, `looking for the topic ${name}`);
    }
    return new BusUnavailableError(`Kafka: the topic ${name} is missing; run: eventwright bus apply`);
  }

  #refresh(): Promise<void> {
    this.#reading ??= this.#ask().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #ask(): Promise<void> {
    try {
      const names = (await this.#admin.listTopics({})).filter((name) => name.startsWith(this.#options.prefix));
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
      this.#readAt = this.#options.clock.now();
    } catch (error) {
      throw toBusError(error, 'reading the topics');
    }
  }
}

/** The SDK has no code for it. */
function isUnknownTopic({ message }: Error): boolean {
  return message.startsWith('Unknown topic ');
}
