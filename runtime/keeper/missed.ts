import type { EventBus, Position } from '../event-bus/contract.ts';
import { notesKey } from '../partition/cell-names.ts';
import { readLanePosition } from '../partition/lane/lane-cell.ts';
import type { IsGone } from './absences.ts';
import { type BusView, findForget, findPlaced, isOf } from './bus-view.ts';
import { type Declared, type PlacedTrigger, toPlacedKey } from './declared.ts';
import type { NoteView } from './note-views.ts';

export interface MissedOptions {
  readonly bus: Pick<EventBus, 'covers'>;
  readonly view: BusView;
  readonly declared: Declared;
  readonly isGone: IsGone;
}

/**
 * The triggers that nobody declares here, and that may still need events: until the grace is over, until their worker
 * was told, and for as long as it keeps them all the same.
 */
export function findMissed({ bus, view, declared, isGone }: MissedOptions): readonly PlacedTrigger[] {
  const known = new Set(declared.triggers.map(toPlacedKey));
  return findPlaced(view).filter((placed) => !known.has(toPlacedKey(placed)) && mayNeed(placed));

  function mayNeed(placed: PlacedTrigger): boolean {
    if (!isGone(placed)) return true;
    if (isGone(placed.worker)) return false;
    const forget = findForget(view.notes, placed);
    return forget === undefined || isKept(placed, forget);
  }

  /** Whether some partition has read that it is to be forgotten, and holds it still: its worker runs it. */
  function isKept({ worker, trigger }: PlacedTrigger, { offset }: NoteView): boolean {
    return view.partitions.some((state) => {
      if (!isOf(state.partition, worker) || readLanePosition(state.fold.cells, trigger) === undefined) return false;
      const read = state.fold.cells.get(notesKey) as Position | undefined;
      return read !== undefined && bus.covers(read, offset);
    });
  }
}
