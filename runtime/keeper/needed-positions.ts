import { isSameLog } from '../event-bus/compare-positions.ts';
import type { EventBus, Position } from '../event-bus/contract.ts';
import { type BusView, findHeld, findPlaces } from './bus-view.ts';
import { type PlacedTrigger, toPlacedKey } from './declared.ts';
import { findMoved } from './moved.ts';

/** From where on events are still needed, or who keeps that from being known. */
export type Needed = { readonly positions: readonly Position[] } | { readonly unknown: string };

export interface NeededOptions {
  readonly view: BusView;
  readonly declared: readonly PlacedTrigger[];
  /** Nobody declares them any more, and they may still come back. */
  readonly missed: readonly PlacedTrigger[];
  readonly bus: Pick<EventBus, 'earliest'>;
  /** Where the log of events begins. */
  readonly beginning: Position;
}

/** What each trigger needs in each partition of its worker. A place that is lost is at the beginning: it goes on there. */
export function findNeeded({ view, declared, missed, bus, beginning }: NeededOptions): Needed {
  const unread = view.partitions.find(({ fold }) => fold.unknown !== undefined);
  if (unread) {
    const { namespace, worker, index } = unread.partition;
    return { unknown: `the journal of ${namespace}/${worker}, partition ${index}: ${unread.fold.unknown}` };
  }
  const positions = new Set<Position>();
  for (const placed of declared)
    for (const place of findPlaces(view, placed)) {
      if (place === undefined) return { unknown: `${toPlacedKey(placed)} has no place in every partition yet` };
      positions.add(isSameLog(bus, place, beginning) ? place : beginning);
    }
  for (const placed of declared)
    for (const place of findMoved(view, placed)) positions.add(isSameLog(bus, place, beginning) ? place : beginning);
  for (const placed of missed)
    for (const place of [...findHeld(view, placed), ...findPlaces(view, placed), ...findMoved(view, placed)])
      if (place !== undefined && isSameLog(bus, place, beginning)) positions.add(place);
  return { positions: [...positions] };
}
