import type { PartitionName } from '../../../model/event/address.ts';
import { toJournalTopic } from '../../../model/event-bus/kafka-topics.ts';
import { sleep } from '../../support/clock.ts';
import type { Journal, JournalEntry, Position } from '../contract.ts';
import { BusUnavailableError, EventBusError, PositionLostError } from '../error.ts';
import type { KafkaConnection } from './connection.ts';
import { type JournalPlace, parseJournalPosition, toJournalPosition } from './journal-position.ts';
import { listOffsets } from './offsets.ts';
import { maxEntryBytes } from './promises.ts';
import type { Publisher } from './publisher.ts';
import { Fetching } from './reading/fetching.ts';
import { PartitionReading } from './reading/partition-reading.ts';
import { isEndOfJournal, toPayload } from './record.ts';
import type { Topic } from './topology.ts';

export interface JournalOptions {
  readonly connection: KafkaConnection;
  readonly publisher: Publisher;
  readonly partition: PartitionName;
}

interface ReadOptions {
  readonly after?: Position | undefined;
  readonly signal: AbortSignal;
}

const againAfterMs = 200;

/** A partition's journal: the partition of the same index of its worker's topic. */
export function openJournal({ connection, publisher, partition }: JournalOptions): Journal {
  const topic = toJournalTopic(connection.spec, partition);
  const disposed = new AbortController();
  const closed = AbortSignal.any([connection.closed, disposed.signal]);
  return {
    read: ({ after, signal }) =>
      readJournal(connection, partition, { after, signal: AbortSignal.any([signal, closed]) }),
    async append(entry, after) {
      checkSize(entry);
      const { key } = await needPartition(connection, partition);
      const record = { key: undefined, value: entry, headers: new Map() };
      const offset = await publisher.send({ topic, partition: partition.index }, record);
      return isNext({ topic: key, offset }, after) ? toJournalPosition({ topic: key, offset: offset + 1 }) : undefined;
    },
    async [Symbol.asyncDispose]() {
      disposed.abort();
    },
  };
}

/** Whether an entry lies right behind a position. */
function isNext({ topic, offset }: JournalPlace, after: Position | undefined): boolean {
  const place = after === undefined ? { topic, offset: 0 } : parseJournalPosition(after);
  return place.topic === topic && place.offset === offset;
}

async function needPartition({ topology, spec }: KafkaConnection, partition: PartitionName): Promise<Topic> {
  const topic = await topology.need(toJournalTopic(spec, partition));
  const { index } = partition;
  if (index < topic.partitions.length) return topic;
  throw new BusUnavailableError(`Kafka: the topic ${topic.name} has no partition ${index}; run: eventwright bus apply`);
}

async function* readJournal(
  connection: KafkaConnection,
  partition: PartitionName,
  { after, signal }: ReadOptions,
): AsyncGenerator<JournalEntry | 'tail', void> {
  const start = await waitFor(connection, signal, () => locate(connection, partition, after));
  if (!start) return;
  const { topic, next, tail } = start;
  let told = next >= tail;
  // who wants no more than that needs no connection
  if (told) yield 'tail';
  let begun = after !== undefined;
  const look = async () => {
    const leader = await leaderOf(connection, topic, partition.index).catch(() => undefined);
    if (leader === undefined) return;
    if (leader === 'gone') reading.lost = `the topic ${topic.name} was made anew`;
    else reading.leader = leader;
    fetching.spread();
    fetching.news.ring();
  };
  const reading = new PartitionReading<Uint8Array | 'end'>(topic, partition.index, { next, end: tail });
  await using fetching = new Fetching(connection, {
    what: topic.name,
    decode: ({ headers, value }) => (isEndOfJournal(headers) ? 'end' : toPayload(value)),
    moved: () => void look(),
  });
  fetching.add(reading);
  const wake = () => fetching.news.ring();
  signal.addEventListener('abort', wake);
  try {
    while (!signal.aborted) {
      const record = reading.take();
      if (record) {
        fetching.drained();
        const { content: bytes, offset } = record;
        if (bytes === 'end' && begun)
          throw new PositionLostError(`the journal ${topic.name}, partition ${partition.index}, was removed`);
        if (bytes === 'end') continue;
        begun = true;
        yield { position: toJournalPosition({ topic: topic.key, offset: offset + 1 }), bytes };
        continue;
      }
      if (reading.lost !== undefined) throw new PositionLostError(reading.lost);
      if (!told && reading.next >= tail) {
        told = true;
        yield 'tail';
        continue;
      }
      if (signal.aborted) break;
      if (reading.leader >= 0) await fetching.news.next();
      else {
        await sleep(connection.clock, againAfterMs, signal).catch(() => {});
        await look();
      }
    }
  } finally {
    signal.removeEventListener('abort', wake);
  }
}

interface Start {
  readonly topic: Topic;
  readonly next: number;
  /** Where it ended when it was asked. */
  readonly tail: number;
}

/** Where reading begins and the tail is. Rejects with a `PositionLostError` where the position is of another journal. */
async function locate(
  connection: KafkaConnection,
  partition: PartitionName,
  after: Position | undefined,
): Promise<Start> {
  const topic = await needPartition(connection, partition);
  const [firsts, ends] = await Promise.all([
    listOffsets(connection, [topic], 'first'),
    listOffsets(connection, [topic], 'end'),
  ]);
  const first = firsts.get(topic.name)?.[partition.index] ?? 0;
  const tail = ends.get(topic.name)?.[partition.index] ?? 0;
  if (after === undefined) return { topic, next: first, tail };
  const place = parseJournalPosition(after);
  if (place.topic !== topic.key) throw new PositionLostError(`the topic ${topic.name} was made anew`);
  if (place.offset < first || place.offset > tail)
    throw new PositionLostError(
      `the journal ${topic.name}, partition ${partition.index}, begins at ${first} and ends at ${tail}; ${place.offset} was the next to be read`,
    );
  return { topic, next: place.offset, tail };
}

async function leaderOf({ topology }: KafkaConnection, { name, id }: Topic, index: number): Promise<number | 'gone'> {
  const topic = (await topology.read({ anew: true })).get(name);
  if (!topic) return -1;
  return topic.id === id ? (topic.partitions[index]?.leader ?? -1) : 'gone';
}

/** Waits out an outage; nothing where the signal aborts. */
async function waitFor<T>(
  { clock, log }: KafkaConnection,
  signal: AbortSignal,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof PositionLostError) throw error;
      log.debug('a journal cannot be read', { error });
    }
    await sleep(clock, againAfterMs, signal).catch(() => {});
  }
  return undefined;
}

function checkSize({ byteLength }: Uint8Array): void {
  if (byteLength > maxEntryBytes)
    throw new EventBusError(
      'entryTooLarge',
      `${byteLength} bytes are too many for one entry, ${maxEntryBytes} are allowed`,
    );
}
