import type { Address, WorkerAddress } from '../event/address.ts';
import type { KafkaEventBusSpec } from './kafka.ts';

type Prefixed = Pick<KafkaEventBusSpec, 'topicPrefix'>;

const letters = { event: 'e', note: 'n', member: 'm', deadLetter: 'd', outcome: 'o' } as const;

/** What a Kafka bus keeps apart: the messages of each class, and journals. */
export type KafkaStore = Address['class'] | 'journal';

/**
 * The topic that holds the messages of an address: `ew.e.<namespace>.<event source>` for all events of a source,
 * `ew.m.<namespace>.<worker>`, `ew.d.<namespace>.<sensor>`. The names are a contract: what is stored is found by them.
 */
export function toTopic(bus: Prefixed, address: Address): string {
  return `${toTopicsBeginning(bus, address.class)}${address.namespace}.${toOwner(address)}`;
}

/** The topic of a worker's journals, one partition for each of its partitions: `ew.j.<namespace>.<worker>`. */
export function toJournalTopic(bus: Prefixed, { namespace, worker }: Omit<WorkerAddress, 'class'>): string {
  return `${toTopicsBeginning(bus, 'journal')}${namespace}.${worker}`;
}

/** The worker whose journals a topic holds; absent where it holds none. */
export function fromJournalTopic(bus: Prefixed, topic: string): Omit<WorkerAddress, 'class'> | undefined {
  const beginning = toTopicsBeginning(bus, 'journal');
  if (!topic.startsWith(beginning)) return undefined;
  const [namespace, worker, more] = topic.slice(beginning.length).split('.');
  return namespace && worker && more === undefined ? { namespace, worker } : undefined;
}

/** What the names of all topics of a store begin with: `ew.e.`, `ew.j.`. */
export function toTopicsBeginning({ topicPrefix }: Prefixed, store: KafkaStore): string {
  return `${topicPrefix}.${store === 'journal' ? 'j' : letters[store]}.`;
}

function toOwner(address: Address): string {
  if (address.class === 'event') return address.eventSource;
  return 'worker' in address ? address.worker : address.sensor;
}
