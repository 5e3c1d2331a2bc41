import type { EventAddress } from '../../model/event/address.ts';
import { reaches } from '../event-bus/compare-positions.ts';
import type { BusAdmin, EventBus, Position, StoreState } from '../event-bus/contract.ts';
import type { BusView } from './bus-view.ts';
import type { PlacedTrigger } from './declared.ts';
import { findNeeded, type NeededOptions } from './needed-positions.ts';

export interface TrimEventsOptions {
  readonly bus: Pick<EventBus, 'earliest' | 'resolve'>;
  readonly admin: Pick<BusAdmin, 'trim' | 'complete'>;
  readonly view: BusView;
  readonly declared: NeededOptions['declared'];
  readonly missed: readonly PlacedTrigger[];
  /** How long events are kept that nobody needs; absent: until the log is nearly full. */
  readonly historyMs: number | undefined;
  readonly nowMs: number;
  /** Where the log ended before the view was read: whatever has its place behind it may be missing there. */
  readonly upTo: Position;
}

/** Trimmed up to here; or why a log that is nearly full was not. */
export type TrimResult = { readonly before: Position } | { readonly kept: string } | undefined;

const nearlyFull = 0.8;

/** The beginning, the end and a time are at the same place for every address of a log. */
export const anyEvent: EventAddress = { class: 'event', namespace: 'default', eventSource: 'any', event: 'any' };

export function isNearlyFull({ bytes, quota }: StoreState): boolean {
  return bytes >= nearlyFull * quota.maxBytes;
}

/** Removes events that every trigger is done with: once their log is nearly full, and those that are older than history. */
export async function trimEvents(options: TrimEventsOptions): Promise<TrimResult> {
  const { bus, admin, view, historyMs, nowMs, upTo } = options;
  const { event } = view.state.logs;
  const isFull = isNearlyFull(event);
  if (event.messages === 0 || (!isFull && historyMs === undefined)) return undefined;
  const beginning = await bus.resolve('beginning', [anyEvent]);
  const needed = await findNeeded({ ...options, beginning });
  if ('unknown' in needed) return isFull ? { kept: needed.unknown } : undefined;
  const limit =
    isFull || historyMs === undefined
      ? upTo
      : await bus.resolve({ time: new Date(nowMs - historyMs).toISOString() }, [anyEvent]);
  const before = bus.earliest([upTo, limit, ...needed.positions]);
  if (reaches(bus, beginning, before))
    return isFull ? { kept: 'every event in it is still needed by some trigger' } : undefined;
  await admin.trim({ log: 'event' }, before);
  return { before };
}
