import type { EventBus, Position } from './contract.ts';
import { PositionLostError } from './error.ts';

type Bus = Pick<EventBus, 'earliest'>;

/** Whether two positions are of one log, and of the same incarnation of it. */
export function isSameLog(bus: Bus, a: Position, b: Position): boolean {
  return reaches(bus, a, b) !== undefined;
}

/** Whether a position lies at another, or behind all that the other does; absent where they are of different logs. */
export function reaches(bus: Bus, a: Position, b: Position): boolean | undefined {
  try {
    return bus.earliest([a, b]) === b;
  } catch (error) {
    if (error instanceof PositionLostError) return undefined;
    throw error;
  }
}
