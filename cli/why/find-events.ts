import type { EventAddress } from '../../model/event/address.ts';
import type { EventBus, Stored } from '../../runtime/event-bus/contract.ts';
import { readToEnd } from '../../runtime/event-bus/read-to-end.ts';
import { toTimestamp } from '../units.ts';

interface FindOptions {
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
  readonly looked: number;
  /** From where others came that have the id. */
  readonly otherSources: readonly string[];
}

const everyEvents = 20_000;

/** Looks for the events of an id in the event log. */
export async function findEvents(
  bus: Pick<EventBus, 'log' | 'resolve'>,
  { id, source, addresses, since, signal, progress }: FindOptions,
): Promise<FoundEvents> {
  const after = await bus.resolve({ time: toTimestamp(since) }, addresses);
  const events: Stored[] = [];
  const others = new Set<string>();
  let looked = 0;
  for await (const item of readToEnd(bus, { after, addresses, signal })) {
    if (!('event' in item)) continue;
    if (++looked % everyEvents === 0) progress(looked, item.storedAt);
    if (item.event.id !== id) continue;
    if (source === undefined || item.event.source === source) events.push(item);
    else others.add(item.event.source);
  }
  return { events, looked, otherSources: [...others] };
}
