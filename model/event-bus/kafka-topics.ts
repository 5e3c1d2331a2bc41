import type { Address, EventAddress, PartitionName, TriggerAddress, WorkerAddress } from '../event/address.ts';
import type { KafkaEventBusSpec } from './kafka.ts';

type Bus = Pick<KafkaEventBusSpec, 'topicPrefix'>;

/** What of an address its topic is named after. */
export type TopicAddress = Omit<EventAddress, 'event'> | WorkerAddress | Omit<TriggerAddress, 'sensor' | 'trigger'>;

/**
 * The topic that holds the messages of an address. The names are a contract: what is stored is found by them. Events of a
 * source share one, dead letters and outcomes those of a namespace; a worker has its own for notes and for members.
 */
export function toTopic({ topicPrefix }: Bus, address: TopicAddress): string {
  const { namespace } = address;
  switch (address.class) {
    case 'event':
      return `${topicPrefix}.e.${namespace}.${address.eventSource}`;
    case 'note':
      return `${topicPrefix}.n.${namespace}.${address.worker}`;
    case 'member':
      return `${topicPrefix}.m.${namespace}.${address.worker}`;
    case 'deadLetter':
      return `${topicPrefix}.d.${namespace}`;
    case 'outcome':
      return `${topicPrefix}.o.${namespace}`;
  }
}

/** The topic of a worker's journals: each of its partitions has the topic's partition of the same index. */
export function toJournalTopic(
  { topicPrefix }: Bus,
  { namespace, worker }: Pick<PartitionName, 'namespace' | 'worker'>,
): string {
  return `${topicPrefix}.j.${namespace}.${worker}`;
}

/** The worker whose journals a topic holds; absent where it holds none. */
export function fromJournalTopic(bus: Bus, topic: string): Pick<PartitionName, 'namespace' | 'worker'> | undefined {
  const beginning = toTopicsOf(bus, 'journal');
  if (!topic.startsWith(beginning)) return undefined;
  const [namespace, worker, more] = topic.slice(beginning.length).split('.');
  return namespace && worker && more === undefined ? { namespace, worker } : undefined;
}

/** What the names of all topics of a class begin with: `ew.e.`. */
export function toTopicsOf({ topicPrefix }: Bus, store: Address['class'] | 'journal'): string {
  return `${topicPrefix}.${letters[store]}.`;
}

const letters = { event: 'e', journal: 'j', note: 'n', member: 'm', deadLetter: 'd', outcome: 'o' } as const;
