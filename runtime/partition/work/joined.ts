import type { EventRef } from '../../support/observation.ts';
import { type HeldEvent, type PackedEvent, packEvent, unpackEvent } from './held-event.ts';

/** What an execution of several events is about. */
export interface Joined {
  /** What the events have in common; empty where they are not told apart. */
  readonly key: string;
  /** That of the execution, whether it is evaluated or not. */
  readonly executionId: string;
  /** The events of each dependency, oldest first; the one that completed the join is among them. */
  readonly events: Readonly<Record<string, readonly HeldEvent[]>>;
}

export interface PackedJoined extends Omit<Joined, 'events'> {
  readonly events: Readonly<Record<string, readonly PackedEvent[]>>;
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
