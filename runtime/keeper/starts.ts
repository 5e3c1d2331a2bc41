import type { Position } from '../event-bus/contract.ts';
import { foldStart } from '../partition/notes/note.ts';
import { type PlacedTrigger, toPlacedKey } from './declared.ts';
import type { NoteView } from './note-views.ts';

/** Where a trigger begins, as its worker was told. */
export interface TriggerStart extends PlacedTrigger {
  readonly position: Position;
}

/** By the trigger's key. */
export function findStarts(notes: readonly NoteView[]): ReadonlyMap<string, TriggerStart> {
  const starts = new Map<string, TriggerStart>();
  for (const { kind, worker, trigger, start } of notes) {
    if (!trigger || kind === 'unknown') continue;
    const placed = { worker, trigger };
    foldStart(starts, kind, {
      key: toPlacedKey(placed),
      start: start === undefined ? start : { ...placed, position: start },
    });
  }
  return starts;
}
