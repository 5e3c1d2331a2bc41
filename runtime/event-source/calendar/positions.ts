import type { Json } from '../../../model/json.ts';
import type { Cursor } from '../contract.ts';
import { toRfc3339 } from './rfc3339.ts';
import type { Schedule } from './schedule.ts';

/** Up to where the ticks of each event were dealt with; all of them in the source's one cursor. */
export interface Positions {
  /** Milliseconds since 1970; `undefined` where the event is new, or its schedule was edited: no tick of it was missed. */
  get(event: string, schedule: Schedule): number | undefined;
  set(event: string, schedule: Schedule, handledUntil: number): Promise<void>;
}

export function openPositions(cursor: Cursor, events: readonly string[]): Positions {
  const stored = cursor.get();
  const held = new Map(isRecord(stored) ? Object.entries(stored).filter(([event]) => events.includes(event)) : []);
  return {
    get(event, schedule) {
      const entry = held.get(event);
      if (!isRecord(entry) || entry.schedule !== schedule.text) return undefined;
      const time = Date.parse(String(entry.handledUntil));
      return Number.isNaN(time) ? undefined : time;
    },
    set(event, schedule, handledUntil) {
      held.set(event, { schedule: schedule.text, handledUntil: toRfc3339(handledUntil) });
      return cursor.set(Object.fromEntries(held));
    },
  };
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
