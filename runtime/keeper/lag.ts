import type { BusAdmin, EventBus, Position } from '../event-bus/contract.ts';
import { PositionLostError } from '../event-bus/error.ts';
import { type BusView, findPlaces } from './bus-view.ts';
import type { DeclaredTrigger } from './declared.ts';
import { findMoved } from './moved.ts';

/** How far a trigger is behind. */
export interface TriggerLag {
  readonly declared: DeclaredTrigger;
  /** Where the last of its partitions stands; absent where one has no place yet. */
  readonly position: Position | undefined;
  /** How many events lie behind that position, as the bus counts: never too few. */
  readonly pending: number | undefined;
}

export interface LagOptions {
  readonly bus: Pick<EventBus, 'earliest' | 'resolve'>;
  readonly admin: Pick<BusAdmin, 'pending'>;
  readonly view: BusView;
}

export async function measureLag(declared: DeclaredTrigger, { bus, admin, view }: LagOptions): Promise<TriggerLag> {
  const { addresses } = declared;
  const [first, ...others] = [...findPlaces(view, declared), ...findMoved(view, declared)];
  if (first === undefined || !others.every((place) => place !== undefined))
    return { declared, position: undefined, pending: undefined };
  try {
    const position = bus.earliest([first, ...others]);
    return { declared, position, pending: await admin.pending(position, addresses) };
  } catch (error) {
    if (!(error instanceof PositionLostError)) throw error;
    const position = await bus.resolve('beginning', addresses);
    return { declared, position, pending: await admin.pending(position, addresses) };
  }
}
