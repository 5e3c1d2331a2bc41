import type { EventAddress } from '../../../model/event/address.ts';
import type { CloudEvent } from '../../../model/event/cloud-event.ts';
import type { Event } from '../../../model/event/event.ts';
import type { EventRef } from '../../support/observation.ts';

/** An event that waits for others, or fired with them. */
export interface HeldEvent {
  /** The message's own coordinate in the log. */
  readonly offset: string;
  readonly address: EventAddress;
  readonly event: Event;
  /** When the bus stored it, in milliseconds since 1970. */
  readonly storedAt: number;
}

/** An event that arrives, as it was stored and as expressions see it. */
export interface Newcomer {
  readonly held: HeldEvent;
  readonly decoded: CloudEvent | undefined;
  /** It was given up once, and put back. */
  readonly isPutBack: boolean;
}

/** What an execution of several events is about. */
export interface Joined {
  /** What the events have in common; empty where they are not told apart. */
  readonly key: string;
  /** That of the execution, whether it is evaluated or not. */
  readonly executionId: string;
  /** The events of each dependency, oldest first; the one that completed the join is among them. */
  readonly events: Readonly<Record<string, readonly HeldEvent[]>>;
}

/** A held event as JSON, its payload in base64. */
export interface PackedEvent extends Omit<HeldEvent, 'event'> {
  readonly event: Omit<Event, 'data'> & { readonly data: string };
}

export interface PackedJoined extends Omit<Joined, 'events'> {
  readonly events: Readonly<Record<string, readonly PackedEvent[]>>;
}

export function packEvent({ offset, address, event, storedAt }: HeldEvent): PackedEvent {
  const { buffer, byteOffset, byteLength } = event.data;
  const data = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  return { offset, address, event: { ...event, data }, storedAt };
}

export function unpackEvent({ offset, address, event, storedAt }: PackedEvent): HeldEvent {
  return { offset, address, event: { ...event, data: Buffer.from(event.data, 'base64') }, storedAt };
}

export function packJoined({ key, executionId, events }: Joined): PackedJoined {
  return { key, executionId, events: mapEvents(events, packEvent) };
}

export function unpackJoined({ key, executionId, events }: PackedJoined): Joined {
  return { key, executionId, events: mapEvents(events, unpackEvent) };
}

/** Every event of a join, in no order that matters. */
export function eventsOf({ events }: Joined): readonly HeldEvent[] {
  return Object.values(events).flat();
}

/** Which events an execution has beside one. */
export function othersOf(joined: Joined, offset: string): readonly EventRef[] {
  const others = new Map(eventsOf(joined).map((held) => [held.offset, held.event]));
  others.delete(offset);
  return [...others].map(([offset, { source, id }]) => ({ source, id, offset }));
}

function mapEvents<From, To>(events: Readonly<Record<string, readonly From[]>>, change: (from: From) => To) {
  return Object.fromEntries(Object.entries(events).map(([dependency, held]) => [dependency, held.map(change)]));
}
