import { partitionCount } from '../../model/worker/partition-count.ts';
import type { BusState, Position } from '../event-bus/contract.ts';
import type { PartitionState } from '../partition/journal/read-journal.ts';
import { readLaneKey, readLanePosition } from '../partition/lane/lane-cell.ts';
import { type PlacedTrigger, toFormer, toPlacedKey, toWorkerKey, type WorkerName } from './declared.ts';
import type { NoteView } from './note-views.ts';
import type { TriggerStart } from './starts.ts';

/** What a bus holds, as the keeper has read it. */
export interface BusView {
  readonly state: BusState;
  /** Of workers. */
  readonly partitions: readonly PartitionState[];
  readonly keepers: readonly PartitionState[];
  readonly notes: readonly NoteView[];
  /** What the notes say of where triggers begin. */
  readonly starts: ReadonlyMap<string, TriggerStart>;
}

/** Where a trigger stands in each partition of its worker, by its former name too; absent where it has no place yet. */
export function findPlaces({ partitions, starts }: BusView, placed: PlacedTrigger): readonly (Position | undefined)[] {
  const own = partitions.filter(({ partition }) => isOf(partition, placed.worker));
  const former = toFormer(placed);
  const start = (starts.get(toPlacedKey(placed)) ?? (former && starts.get(toPlacedKey(former))))?.position;
  const indices = new Set([
    ...Array.from({ length: partitionCount }, (_, index) => index),
    ...own.map(({ partition: { index } }) => index),
  ]);
  return [...indices].map((index) => {
    const state = own.find(({ partition }) => partition.index === index);
    if (!state) return start;
    return (
      readLanePosition(state.fold.cells, placed.trigger) ??
      (former && readLanePosition(state.fold.cells, former.trigger)) ??
      start
    );
  });
}

/** How many partitions have a cell of a trigger, by its former name too. */
export function countPlaces(
  { partitions }: Pick<BusView, 'partitions'>,
  { worker, trigger, former }: PlacedTrigger,
): number {
  const names = former ? [trigger, former] : [trigger];
  return partitions.filter(
    (state) =>
      isOf(state.partition, worker) && names.some((name) => readLanePosition(state.fold.cells, name) !== undefined),
  ).length;
}

/** Whether a trigger is left over: the one that it is called now has a place of its own wherever it has one. */
export function isLeftOver(
  { partitions }: Pick<BusView, 'partitions'>,
  { worker, trigger, former }: PlacedTrigger,
): boolean {
  const held = partitions.filter(
    (state) => former && isOf(state.partition, worker) && readLanePosition(state.fold.cells, former) !== undefined,
  );
  return held.length > 0 && held.every((state) => readLanePosition(state.fold.cells, trigger) !== undefined);
}

/** Where a trigger stands in the partitions that have a cell of it. */
export function findHeld({ partitions }: BusView, { worker, trigger }: PlacedTrigger): readonly Position[] {
  return partitions
    .filter(({ partition }) => isOf(partition, worker))
    .flatMap((state) => readLanePosition(state.fold.cells, trigger) ?? []);
}

/** The note that told its worker that it will not come back; absent where something else was told since. */
export function findForget(notes: readonly NoteView[], placed: PlacedTrigger): NoteView | undefined {
  const key = toPlacedKey(placed);
  const told = notes.findLast(
    ({ kind, worker, trigger }) =>
      (kind === 'start' || kind === 'forget') && trigger && toPlacedKey({ worker, trigger }) === key,
  );
  return told?.kind === 'forget' ? told : undefined;
}

/** Every trigger that a journal holds a cell of, or that a worker was told to begin. */
export function findPlaced({ partitions, starts }: BusView): readonly PlacedTrigger[] {
  const found = new Map<string, PlacedTrigger>();
  const add = (placed: PlacedTrigger) => found.set(toPlacedKey(placed), placed);
  for (const { partition, fold } of partitions)
    for (const key of fold.cells.keys()) {
      const trigger = readLaneKey(key);
      if (trigger) add({ worker: toWorker(partition), trigger });
    }
  for (const { worker, trigger } of starts.values()) add({ worker, trigger });
  return [...found.values()];
}

/** Every worker that has a journal or was told something. */
export function findWorkers({ partitions, notes }: Pick<BusView, 'partitions' | 'notes'>): readonly WorkerName[] {
  const workers = [...partitions.map(({ partition }) => toWorker(partition)), ...notes.map(({ worker }) => worker)];
  return [...new Map(workers.map((worker) => [toWorkerKey(worker), worker])).values()];
}

export function isOf(name: WorkerName, worker: WorkerName): boolean {
  return name.namespace === worker.namespace && name.worker === worker.worker;
}

function toWorker({ namespace, worker }: WorkerName): WorkerName {
  return { namespace, worker };
}
