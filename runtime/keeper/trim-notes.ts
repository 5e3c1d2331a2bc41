import { partitionCount } from '../../model/worker/partition-count.ts';
import type { BusAdmin, EventBus, Position } from '../event-bus/contract.ts';
import { notesKey } from '../partition/cell-names.ts';
import { type BusView, countPlaces, isOf } from './bus-view.ts';
import { type PlacedTrigger, toFormer, toPlacedKey, type WorkerName } from './declared.ts';
import type { NoteView } from './note-views.ts';
import { isNearlyFull } from './trim-events.ts';

export interface TrimNotesOptions {
  readonly bus: Pick<EventBus, 'covers'>;
  readonly admin: Pick<BusAdmin, 'trim'>;
  readonly view: BusView;
  readonly declared: readonly PlacedTrigger[];
  /** It is gone for good. */
  readonly isGone: (of: WorkerName | PlacedTrigger) => boolean;
  readonly nowMs: number;
}

/** Notes to workers that nobody has declared here yet have so long to be read. */
const youngMs = 3_600_000;

/** Removes the leading notes that all partitions of their workers have read; tells how many. */
export async function trimNotes({ bus, admin, view, declared, isGone, nowMs }: TrimNotesOptions): Promise<number> {
  const isFull = isNearlyFull(view.state.logs.note);
  const isDone = (note: NoteView) =>
    (isFull || note.storedAt < nowMs - youngMs) &&
    (isGone(note.worker) || (isRead(note) && (note.kind !== 'start' || !isAwaited(note))));
  const firstKept = view.notes.findIndex((note) => !isDone(note));
  const count = firstKept < 0 ? view.notes.length : firstKept;
  const last = view.notes[count - 1];
  if (last) await admin.trim({ log: 'note' }, last.position);
  return count;

  function isRead({ worker, offset }: NoteView): boolean {
    const own = view.partitions.filter(({ partition }) => isOf(partition, worker));
    const readers = own.filter(({ fold }) => {
      const position = fold.cells.get(notesKey) as Position | undefined;
      return fold.unknown === undefined && position !== undefined && bus.covers(position, offset);
    });
    return readers.length === own.length && own.length >= partitionCount;
  }

  /** Whether a partition that has no place for the trigger yet will begin there. */
  function isAwaited({ worker, trigger, start }: NoteView): boolean {
    if (!trigger || isGone({ worker, trigger })) return false;
    if (view.starts.get(toPlacedKey({ worker, trigger }))?.position !== start) return false;
    const key = toPlacedKey({ worker, trigger });
    const heir = declared.find((placed) => isSame(toFormer(placed), key));
    return countPlaces(view, heir ?? { worker, trigger }) < partitionCount;
  }
}

function isSame(placed: PlacedTrigger | undefined, key: string): boolean {
  return placed !== undefined && toPlacedKey(placed) === key;
}
