import { sleep } from '../../../support/clock.ts';
import { describe } from '../../../support/describe.ts';
import { createNotice } from '../../../support/notice.ts';
import { PositionLostError } from '../../error.ts';
import type { KafkaConnection } from '../connection.ts';
import { clockSkewMs, listOffsets, listOffsetsAt } from '../offsets.ts';
import { isOfName, joinPosition, type Place, toHead, toSegment } from '../position.ts';
import type { Topic } from '../topology.ts';
import type { Decode } from './fetch-response.ts';
import { Fetching } from './fetching.ts';
import { type Fetched, PartitionReading } from './partition-reading.ts';

/** A record, and the position behind it. */
export interface Taken<Content> extends Fetched<Content> {
  readonly topicKey: string;
  readonly partition: number;
  readonly position: string;
}

export interface LogReadingOptions<Content> {
  readonly after: Place;
  /** The topics' names. */
  readonly topics: ReadonlySet<string>;
  readonly decode: Decode<Content>;
  readonly signal: AbortSignal;
}

/** How often it is looked whether topics have more partitions, or other leaders. */
const lookEveryMs = 5_000;
const againAfterMs = 200;

/** All partitions of some topics, new ones too, read in the order in which their records were stored. */
export class LogReading<Content> implements AsyncDisposable {
  readonly #connection: KafkaConnection;
  readonly #options: LogReadingOptions<Content>;
  readonly #fetching: Fetching<Content>;
  readonly #topics = new Map<string, Topic>();
  /** The next offset of each partition, by the topic's key. */
  readonly #offsets = new Map<string, number[]>();
  readonly #segments = new Map<string, string>();
  readonly #notice: (reason: string) => void;
  #time: number;
  /** What positions of that time begin with. */
  #head: string;
  #looking: Promise<void> | undefined;
  #timer: Disposable | undefined;
  #failed: Error | undefined;
  #opened = false;
  #disposed = false;
  /** When all topics were last seen. */
  #lookedAt = 0;

  constructor(connection: KafkaConnection, options: LogReadingOptions<Content>) {
    this.#connection = connection;
    this.#options = options;
    this.#time = options.after.time;
    this.#head = toHead(options.after.bus, this.#time);
    const what = [...options.topics].join(', ');
    this.#fetching = new Fetching(connection, { what, decode: options.decode, moved: () => void this.#look() });
    const { clock, log } = connection;
    this.#notice = createNotice(clock, (reason) => log.warn(`not all is read of ${what}`, { reason }));
  }

  /** Resolves once every topic that is there is read; waits out an outage. */
  async open(): Promise<void> {
    const { signal } = this.#options;
    const isOpen = () => this.#opened || this.#failed !== undefined || signal.aborted;
    for (await this.#look(); !isOpen(); await this.#look())
      await sleep(this.#connection.clock, againAfterMs, signal).catch(() => {});
    this.#lookAgain();
  }

  /** The next record; nothing where it has to be waited for. Throws a `PositionLostError`. */
  take(): Taken<Content> | undefined {
    if (this.#failed) throw this.#failed;
    let first: PartitionReading<Content> | undefined;
    let storedAt = Number.POSITIVE_INFINITY;
    for (const reading of this.#fetching.readings) {
      if (reading.lost !== undefined) throw new PositionLostError(reading.lost);
      // what it is about to bring may be older
      if (reading.isBehind) return undefined;
      const { head } = reading;
      if (!head || head.storedAt >= storedAt) continue;
      first = reading;
      ({ storedAt } = head);
    }
    const record = first?.take();
    if (!first || !record) return undefined;
    this.#fetching.drained();
    // of a topic that was made since, nothing has been seen
    this.#passTo(Math.min(storedAt, this.#lookedAt) - clockSkewMs);
    const position = this.#moveTo(first, record.offset + 1);
    return { ...record, topicKey: first.topic.key, partition: first.index, position };
  }

  /** Everything that was stored when the brokers were last asked has been taken. */
  get isAtEnd(): boolean {
    return this.#fetching.readings.every(({ isAtEnd }) => isAtEnd);
  }

  /** The frontier behind what was taken. */
  get position(): string {
    return joinPosition(this.#head, [...this.#segments.values()]);
  }

  /** Resolves when there may be more to take. */
  news(): Promise<void> {
    return this.#fetching.news.next();
  }

  wake(): void {
    this.#fetching.news.ring();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    this.#timer?.[Symbol.dispose]();
    await this.#fetching[Symbol.asyncDispose]();
  }

  #passTo(timeMs: number): void {
    if (timeMs <= this.#time) return;
    this.#time = timeMs;
    this.#head = toHead(this.#options.after.bus, timeMs);
  }

  #moveTo({ topic: { key }, index }: PartitionReading<Content>, next: number): string {
    const offsets = this.#offsets.get(key) as number[];
    offsets[index] = next;
    this.#segments.set(key, toSegment(key, offsets));
    return this.position;
  }

  #lookAgain(): void {
    if (this.#disposed || this.#options.signal.aborted) return;
    this.#timer = this.#connection.clock.schedule(lookEveryMs, async () => {
      await this.#look();
      this.#lookAgain();
    });
  }

  #look(): Promise<void> {
    this.#looking ??= this.#spread()
      .catch((error: unknown) => {
        if (error instanceof PositionLostError) this.#failed = error;
        else if (!this.#options.signal.aborted) this.#notice(describe(error));
      })
      .finally(() => {
        this.#looking = undefined;
        this.#fetching.news.ring();
      });
    return this.#looking;
  }

  async #spread(): Promise<void> {
    const { topology, clock } = this.#connection;
    const now = clock.now();
    await topology.read({ anew: true });
    const found = await topology.find(this.#options.topics);
    const leaders = new Map(found.map(({ id, partitions }) => [id, partitions]));
    for (const reading of this.#fetching.readings)
      reading.leader = leaders.get(reading.topic.id)?.[reading.index]?.leader ?? reading.leader;
    this.#fetching.spread();
    for (const topic of found) {
      const before = this.#topics.get(topic.name);
      if (before && before.id !== topic.id) throw new PositionLostError(`the topic ${topic.name} was made anew`);
      if ((before?.partitions.length ?? 0) < topic.partitions.length) await this.#add(topic);
    }
    this.#opened = true;
    this.#lookedAt = now;
    await this.#tellMissing(found);
  }

  /** What is missing is read as soon as it is there. */
  async #tellMissing(found: readonly Topic[]): Promise<void> {
    const names = new Set(found.map(({ name }) => name));
    const missing = [...this.#options.topics].filter((name) => !names.has(name));
    if (missing.length === 0) return;
    const reasons = missing.map(async (name) => (await this.#connection.topology.explain(name)).message);
    this.#notice((await Promise.all(reasons)).join('; '));
  }

  async #add(topic: Topic): Promise<void> {
    const known = this.#offsets.get(topic.key);
    const starts = known ?? [...(await this.#startsOf(topic))];
    const ends = (await listOffsets(this.#connection, [topic], 'end')).get(topic.name) ?? [];
    const before = this.#topics.get(topic.name)?.partitions.length ?? 0;
    this.#topics.set(topic.name, topic);
    this.#offsets.set(topic.key, starts);
    this.#segments.set(topic.key, toSegment(topic.key, starts));
    for (let index = before; index < topic.partitions.length; index++) {
      const [next, end] = [starts[index] ?? 0, ends[index] ?? 0];
      if (next > end)
        throw new PositionLostError(`${topic.name}, partition ${index}, ends at ${end}, and ${next} had been read`);
      this.#fetching.add(new PartitionReading(topic, index, { next, end }));
    }
  }

  async #startsOf(topic: Topic): Promise<readonly number[]> {
    const { after } = this.#options;
    const named = after.topics.get(topic.key);
    if (named) return named;
    if ([...after.topics.keys()].some((key) => isOfName(key, topic.key)))
      throw new PositionLostError(`the topic ${topic.name} was made anew`);
    return (await listOffsetsAt(this.#connection, [topic], after.time)).get(topic.name) ?? [];
  }
}
