import { toShare } from '../hash.ts';
import type { Event } from './event.ts';

/** Where messages live on a bus: what they are about, and so who may write and read them. */
export type Address = EventAddress | WorkerAddress | TriggerAddress;

/** Events of a source. */
export interface EventAddress {
  readonly class: 'event';
  readonly namespace: string;
  readonly eventSource: string;
  readonly event: string;
}

/** What the replicas of a worker say of themselves (`member`), and what others tell its partitions (`note`). */
export interface WorkerAddress {
  readonly class: 'member' | 'note';
  readonly namespace: string;
  readonly worker: string;
}

/** Events that a trigger gave up, and records of what it did. */
export interface TriggerAddress {
  readonly class: 'deadLetter' | 'outcome';
  readonly namespace: string;
  readonly sensor: string;
  readonly trigger: string;
}

/** A fixed share of a worker's work; it has one owner at a time, and a journal. */
export interface PartitionName {
  readonly namespace: string;
  readonly worker: string;
  readonly index: number;
}

const letters = { event: 'e', note: 'n', member: 'm', deadLetter: 'd', outcome: 'o' } as const;
const slots = 16;

/** Whether two addresses are one. */
export function isSameAddress(a: EventAddress, b: EventAddress): boolean {
  return a.event === b.event && a.eventSource === b.eventSource && a.namespace === b.namespace;
}

/** An address as people read it: `ci/github/push`. */
export function toPath({ namespace, eventSource, event }: EventAddress): string {
  return `${namespace}/${eventSource}/${event}`;
}

/** The subject of all messages of an address but for an event's slot: `ew.e.<namespace>.<event source>.<event>`. */
export function toSubject(address: Address): string {
  const head = `ew.${letters[address.class]}.${address.namespace}`;
  if (address.class === 'event') return `${head}.${address.eventSource}.${address.event}`;
  return 'worker' in address ? `${head}.${address.worker}` : `${head}.${address.sensor}.${address.trigger}`;
}

/** The class of addresses. Throws a `TypeError` where they are of none or of several: a log is of one class. */
export function classOf(addresses: readonly Address[]): Address['class'] {
  const [only, another] = new Set(addresses.map((address) => address.class));
  if (!only) throw new TypeError('reading a log needs at least one address');
  if (another) throw new TypeError(`a log is read for one class of addresses, not for ${only} and ${another}`);
  return only;
}

/** The slot of an event, the last token of its subject, by which readers can be split: 0 to 15. */
export function toSlot(event: Pick<Event, 'id' | 'extensions'>): number {
  return toShare(event.extensions?.partitionkey ?? event.id, slots);
}

/** The subject of a partition's journal: `ew.j.<namespace>.<worker>.<index>`. */
export function toJournalSubject({ namespace, worker, index }: PartitionName): string {
  return `ew.j.${namespace}.${worker}.${index}`;
}

/** The partition whose journal has this subject; absent where it is of none. */
export function fromJournalSubject(subject: string): PartitionName | undefined {
  const [, namespace, worker, index] = /^ew\.j\.([^.]+)\.([^.]+)\.(\d+)$/.exec(subject) ?? [];
  return namespace && worker ? { namespace, worker, index: Number(index) } : undefined;
}
