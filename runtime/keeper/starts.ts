import type { Position } from '../event-bus/contract.ts';
import { type PlacedTrigger, toPlacedKey } from './declared.ts';
import type { NoteView } from './note-views.ts';

/** Where a trigger begins, as its worker was told. */
export interface TriggerStart extends PlacedTrigger {
  readonly position: Position;
}

/** By the trigger's key. The first note counts, so that one that was stored twice tells one thing; `forget` ends it. */
export function findStarts(notes: readonly NoteView[]): ReadonlyMap<string, TriggerStart> {
  const starts = new Map<string, TriggerStart>();
  for (const { kind, worker, trigger, start } of notes) {
    if (!trigger || (kind !== 'start' && kind !== 'forget')) continue;
    const key = toPlacedKey({ worker, trigger });
    if (kind === 'forget') starts.delete(key);
    else if (start !== undefined && !starts.has(key)) starts.set(key, { worker, trigger, position: start });
  }
  return starts;
}
