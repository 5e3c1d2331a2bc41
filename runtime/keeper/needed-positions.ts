import { isSameLog } from '../event-bus/compare-positions.ts';
import type { BusAdmin, EventBus, Position } from '../event-bus/contract.ts';
import { type BusView, findHeld, findPlaces } from './bus-view.ts';
import { type DeclaredTrigger, type PlacedTrigger, toPlacedKey } from './declared.ts';
import { findMoved } from './moved.ts';

/** From where on events are still needed, or who keeps that from being known. */
export type Needed = { readonly positions: readonly Position[] } | { readonly unknown: string };

export interface NeededOptions {
  readonly view: BusView;
  /** With what they depend on, where that is known. */
  readonly declared: readonly (PlacedTrigger & Partial<Pick<DeclaredTrigger, 'addresses'>>)[];
  /** Nobody declares them any more, and they may still come back. */
  readonly missed: readonly PlacedTrigger[];
  readonly bus: Pick<EventBus, 'earliest'>;
  readonly admin: Pick<BusAdmin, 'complete'>;
  /** Where the log of events begins. */
  readonly beginning: Position;
}

/** What each trigger needs in each partition of its worker. A place that is lost is at the beginning: it goes on there. */
export async function findNeeded(options: NeededOptions): Promise<Needed> {
  const { view, declared, missed, bus, admin, beginning } = options;
  const unread = view.partitions.find(({ fold }) => fold.unknown !== undefined);
  if (unread) {
    const { namespace, worker, index } = unread.partition;
    return { unknown: `the journal of ${namespace}/${worker}, partition ${index}: ${unread.fold.unknown}` };
  }
  const positions = new Set<Position>();
  for (const placed of declared) {
    const { addresses } = placed;
    for (const place of new Set([...findPlaces(view, placed), ...findMoved(view, placed)])) {
      if (place === undefined) return { unknown: `${toPlacedKey(placed)} has no place in every partition yet` };
      if (isSameLog(bus, place, beginning))
        positions.add((addresses && (await admin.complete?.(place, addresses))) ?? place);
      else positions.add(beginning);
    }
  }
  for (const placed of missed)
    for (const place of [...findHeld(view, placed), ...findPlaces(view, placed), ...findMoved(view, placed)])
      if (place !== undefined && isSameLog(bus, place, beginning)) positions.add(place);
  return { positions: [...positions] };
}
