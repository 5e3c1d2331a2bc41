import type { Address } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { EventBus, LogProgress, Position, Stored } from '../contract.ts';
import { readToEnd } from '../read-to-end.ts';
import { type Reader, startReader } from './reader.ts';

export const pushed: Address = { class: 'event', namespace: 'shop', eventSource: 'git', event: 'push' };
export const tagged: Address = { class: 'event', namespace: 'shop', eventSource: 'git', event: 'tag' };

/** An event with as little as one may have. */
export function event(id: string, more: Partial<Event> = {}): Event {
  const time = '2026-01-02T03:04:05Z';
  return { id, source: '/shop/git', type: 'eventwright.webhook', time, data: new TextEncoder().encode(id), ...more };
}

/** An event as it has to be for a bus to keep its order among others. */
export function inOrder({ promises }: EventBus, of: Event): Event {
  if (promises.order === 'address') return of;
  return { ...of, extensions: { ...of.extensions, partitionkey: 'in-order' } };
}

/** Follows a log in the background. */
export function startLog(
  bus: EventBus,
  after: Position,
  addresses: readonly Address[] = [pushed],
): Reader<Stored | LogProgress> {
  return startReader((signal) => bus.log({ after, addresses, signal }));
}

/** What a log holds behind a position, up to its end. */
export async function readStored(
  bus: EventBus,
  after: Position,
  addresses: readonly Address[] = [pushed],
): Promise<readonly Stored[]> {
  const stored: Stored[] = [];
  const { signal } = new AbortController();
  for await (const next of readToEnd(bus, { after, addresses, signal })) if (isStored(next)) stored.push(next);
  return stored;
}

export function readAll(bus: EventBus, addresses: readonly Address[] = [pushed]): Promise<readonly Stored[]> {
  return bus.resolve('beginning', addresses).then((after) => readStored(bus, after, addresses));
}

export async function publishAll(bus: EventBus, ids: readonly string[], to: Address = pushed): Promise<void> {
  for (const id of ids) await bus.publish(to, inOrder(bus, event(id)));
}

export function ids(stored: readonly Stored[]): readonly string[] {
  return stored.map((message) => message.event.id);
}

export function isStored(next: Stored | LogProgress): next is Stored {
  return 'event' in next;
}

export function isAtEnd(next: Stored | LogProgress): boolean {
  return !isStored(next) && next.atEnd;
}
