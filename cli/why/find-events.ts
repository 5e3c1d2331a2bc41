import type { EventAddress } from '../../model/event/address.ts';
import type { EventBus, Stored } from '../../runtime/event-bus/contract.ts';
import { readToEnd } from '../../runtime/event-bus/read-to-end.ts';
import { toTimestamp } from '../units.ts';

interface FindOptions {
  /** Whole, or its beginning. */
  readonly id: string;
  /** Only of this one. */
  readonly source: string | undefined;
  readonly addresses: readonly EventAddress[];
  /** Since when they were stored, in milliseconds since 1970. */
  readonly since: number;
  readonly signal: AbortSignal;
  /** Is told now and then how many were looked at, and when the last was stored. */
  readonly progress: (looked: number, upTo: number) => void;
}

interface FoundEvents {
  /** Those that have the id, oldest first: one is stored again where its source was not told that it had been. */
  readonly events: readonly Stored[];
  /** Where none has it, but several begin so: some of these. */
  readonly ids: readonly string[];
  readonly looked: number;
  /** From where others came that have the id. */
  readonly otherSources: readonly string[];
}

const everyEvents = 20_000;
const shortestBeginning = 6;
const mostIds = 10;

/** Whether somebody who says this may mean that id. */
export function isMeant(said: string, id: string): boolean {
  return id === said || (said.length >= shortestBeginning && id.startsWith(said));
}

/** Looks for the events of an id in the event log. */
export async function findEvents(
  bus: Pick<EventBus, 'log' | 'resolve'>,
  { id, source, addresses, since, signal, progress }: FindOptions,
): Promise<FoundEvents> {
  const after = await bus.resolve({ time: toTimestamp(since) }, addresses);
  const found = new Map<string, Stored[]>();
  const others = new Set<string>();
  let looked = 0;
  for await (const item of readToEnd(bus, { after, addresses, signal })) {
    if (!('event' in item)) continue;
    if (++looked % everyEvents === 0) progress(looked, item.storedAt);
    const { event } = item;
    if (!isMeant(id, event.id)) continue;
    if (source !== undefined && event.source !== source) others.add(event.source);
    else if (event.id === id || found.has(event.id) || found.size < mostIds)
      found.set(event.id, [...(found.get(event.id) ?? []), item]);
  }
  const [only = [], another] = found.values();
  const events = found.get(id) ?? (another ? [] : only);
  return { events, ids: events.length > 0 ? [] : [...found.keys()], looked, otherSources: [...others] };
}
