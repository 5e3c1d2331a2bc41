import { fromJournalTopic } from '../../../../model/event-bus/kafka-topics.ts';
import type { BusState, DeclaredOnBus, StoreName, StoreState } from '../../contract.ts';
import type { KafkaConnection } from '../connection.ts';
import { toBusError } from '../failure.ts';
import { listOffsets } from '../offsets.ts';
import { topicsOf } from '../resolve.ts';
import type { Topic } from '../topology.ts';
import { findAmiss } from './find-amiss.ts';
import { planSteps, type Step } from './plan-steps.ts';
import { readConfigs } from './read-configs.ts';

interface Held extends StoreState {
  readonly topics: readonly Topic[];
  /** How many records each partition of a topic has. */
  readonly records: ReadonlyMap<string, readonly number[]>;
}

/** What the topics hold, as their leaders see it, and which of those that are declared are not as they should be. */
export async function inspect(connection: KafkaConnection, declared?: DeclaredOnBus): Promise<BusState> {
  const steps = declared && (await planSteps(connection, { quotas: {}, declared }));
  const read = (store: StoreName) => readStore(connection, store, steps);
  const event = await read('event');
  const [note, member, deadLetter, outcome, journal] = await Promise.all([
    read('note'),
    read('member'),
    read('deadLetter'),
    read('outcome'),
    read('journal'),
  ]);
  const logs = {
    event: toState(event),
    note: toState(note),
    member: toState(member),
    deadLetter: toState(deadLetter),
    outcome: toState(outcome),
  };
  return { logs, journalStore: toState(journal), journals: toJournals(connection, journal) };
}

function toState({ topics: _, records: __, ...state }: Held): StoreState {
  return state;
}

function toJournals({ spec }: KafkaConnection, { topics, records }: Held): BusState['journals'] {
  return topics.flatMap(({ name }) => {
    const worker = fromJournalTopic(spec, name);
    if (!worker) return [];
    const entries = (records.get(name) ?? []).map((count, index) => ({
      partition: { ...worker, index },
      entries: count,
    }));
    return entries.filter((journal) => journal.entries > 0);
  });
}

async function readStore(
  connection: KafkaConnection,
  store: StoreName,
  steps: readonly Step[] | undefined,
): Promise<Held> {
  const amiss = steps && findAmiss(connection, store, steps);
  const topics = await topicsOf(connection, store);
  const [firsts, ends, sizes, configs] = await Promise.all([
    listOffsets(connection, topics, 'first'),
    listOffsets(connection, topics, 'end'),
    readSizes(connection, topics),
    readConfigs(connection, topics),
  ]);
  const records = new Map(
    topics.map(({ name }) => [
      name,
      (ends.get(name) ?? []).map((end, index) => Math.max(0, end - (firsts.get(name)?.[index] ?? 0))),
    ]),
  );
  const partitions = topics.flatMap((topic) => topic.partitions);
  const copies = Math.min(...partitions.map(({ replicas }) => replicas));
  const wanted = Number.isFinite(copies) ? copies : connection.spec.replicationFactor;
  return {
    topics,
    records,
    exists: topics.length > 0 || amiss?.missing.length === 0,
    ...(amiss && { amiss }),
    bytes: sum(sizes.values()),
    messages: sum([...records.values()].flat()),
    quota: {
      maxBytes:
        topics.length === 0
          ? Number.POSITIVE_INFINITY
          : sum(topics.map((topic) => quotaOf(topic, configs.get(topic.name)))),
    },
    replicas: {
      wanted,
      current: Math.min(wanted, ...partitions.map(({ inSync }) => inSync)),
    },
  };
}

function quotaOf({ partitions }: Topic, configs: Readonly<Record<string, string | undefined>> | undefined): number {
  const bytes = Number(configs?.['retention.bytes'] ?? -1);
  return bytes < 0 ? Number.POSITIVE_INFINITY : bytes * partitions.length;
}

/** How many bytes each topic takes where it is led. */
async function readSizes({ admin }: KafkaConnection, topics: readonly Topic[]): Promise<ReadonlyMap<string, number>> {
  if (topics.length === 0) return new Map();
  const asked = topics.map(({ name, partitions }) => ({ name, partitions: [...partitions.keys()] }));
  const described = await admin.describeLogDirs({ topics: asked }).catch((error: unknown) => {
    throw toBusError(error, 'asking how large topics are');
  });
  const byName = new Map(topics.map((topic) => [topic.name, topic]));
  const sizes = new Map<string, number>();
  for (const { broker, results } of described)
    for (const { topics: found } of results)
      for (const { name, partitions } of found)
        for (const { partitionIndex, partitionSize } of partitions)
          if (byName.get(name)?.partitions[partitionIndex]?.leader === broker)
            sizes.set(name, (sizes.get(name) ?? 0) + Number(partitionSize));
  return sizes;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
