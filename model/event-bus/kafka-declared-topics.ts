import type { Document } from '../document/document.ts';
import { toWorkerPrograms } from '../document/worker-program.ts';
import { keeperQuotasSchema } from '../keeper/keeper.ts';
import { toKeeperWorker } from '../keeper/keeper-worker.ts';
import { toBytes } from '../quantity.ts';
import { parseSpec } from '../schema.ts';
import { partitionCount } from '../worker/partition-count.ts';
import type { KafkaEventBusSpec } from './kafka.ts';
import { type KafkaStore, type KafkaTopicSettings, toTopicSettings } from './kafka-topic-settings.ts';
import { toJournalTopic, toTopic } from './kafka-topics.ts';

export interface KafkaTopicsOptions {
  readonly bus: KafkaEventBusSpec;
  readonly documents: readonly Document[];
  /** That of documents which name none, and of a keeper that none declares. */
  readonly namespace: string;
  /** Other documents declare the keeper, which has its own topics. */
  readonly keptElsewhere?: boolean;
}

/** The topics that these documents need, by name, as the keeper makes them. */
export function deriveKafkaTopics({
  bus,
  documents,
  namespace: byDefault,
  keptElsewhere = false,
}: KafkaTopicsOptions): ReadonlyMap<string, KafkaTopicSettings> {
  const keeper = documents.find((document) => document.kind === 'Keeper');
  const { namespace = byDefault, name } = keeper?.metadata ?? { name: 'keeper' };
  const quotas = keeper?.spec.quotas ?? parseSpec(keeperQuotasSchema, {}, 'quotas');
  const topics = new Map<string, KafkaTopicSettings>();
  const add = (topic: string, store: KafkaStore, workerPartitions: number = partitionCount) =>
    topics.set(topic, toTopicSettings(bus, store, { workerPartitions, outcomeBytes: toBytes(quotas.outcomes) }));
  const addWorker = (worker: { readonly namespace: string; readonly worker: string }, partitions: number) => {
    add(toJournalTopic(bus, worker), 'journal', partitions);
    for (const store of ['note', 'member'] as const) add(toTopic(bus, { class: store, ...worker }), store);
  };
  for (const { namespace, worker, documents: parts } of toWorkerPrograms(documents, byDefault)) {
    for (const { kind, metadata } of parts)
      if (kind === 'EventSource') add(toTopic(bus, { class: 'event', namespace, eventSource: metadata.name }), 'event');
      else
        for (const store of ['deadLetter', 'outcome'] as const) add(toTopic(bus, { class: store, namespace }), store);
    addWorker({ namespace, worker }, partitionCount);
  }
  // it is a worker of one partition
  if (!keptElsewhere) addWorker({ namespace, worker: toKeeperWorker(name) }, 1);
  return topics;
}
