import type { Position } from '../event-bus/contract.ts';
import type { PartitionState } from '../partition/journal/read-journal.ts';
import { readLanePosition } from '../partition/lane/lane-cell.ts';
import { type BusView, findPlaced, findWorkers, isLeftOver, isOf } from './bus-view.ts';
import {
  type Declared,
  type PlacedTrigger,
  readWorkerKey,
  toFormer,
  toPlacedKey,
  toWorkerKey,
  type WorkerName,
} from './declared.ts';

/** Since when nobody declares something that the bus holds, by its key. */
export type Absences = { readonly [key: string]: Absence };

export interface Absence {
  /** RFC 3339. */
  readonly since: string;
  /** Where its partitions stood then, by their index. */
  readonly places: Places;
}

type Places = { readonly [index: string]: Position };

/** What the bus holds and nobody declares. */
export interface Orphans {
  readonly workers: readonly WorkerName[];
  /** Of workers that are declared. */
  readonly triggers: readonly PlacedTrigger[];
}

export interface OrphansOptions {
  readonly declared: Declared;
  /** Whether all that a namespace declares is known; where not, nothing of it is an orphan. */
  readonly isComplete: (namespace: string) => boolean;
}

export function findOrphans(view: BusView, { declared, isComplete }: OrphansOptions): Orphans {
  const isDeclared = (worker: WorkerName) => declared.workers.some((known) => isOf(known, worker));
  const known = new Set(
    declared.triggers.flatMap((placed) => {
      const former = toFormer(placed);
      return former && !isLeftOver(view, placed) ? [toPlacedKey(placed), toPlacedKey(former)] : [toPlacedKey(placed)];
    }),
  );
  return {
    workers: findWorkers(view).filter((worker) => isComplete(worker.namespace) && !isDeclared(worker)),
    triggers: findPlaced(view).filter(
      ({ worker, trigger }) =>
        isComplete(worker.namespace) && isDeclared(worker) && !known.has(toPlacedKey({ worker, trigger })),
    ),
  };
}

/** Who was absent before, where it cannot be told now: neither gone nor there, and remembered until it can. */
export function findUncertain(before: Absences, isComplete: OrphansOptions['isComplete']): Absences {
  return Object.fromEntries(Object.entries(before).filter(([key]) => !isComplete(readWorkerKey(key).namespace)));
}

/** Who is absent now, and since when. Whoever still moves is absent from now on: its documents may just not be here. */
export function toAbsences(before: Absences, { workers, triggers }: Orphans, view: BusView, nowMs: number): Absences {
  const found: [string, Places][] = [
    ...workers.map((worker): [string, Places] => [toWorkerKey(worker), placesOf(view, worker, endOf)]),
    ...triggers.map((placed): [string, Places] => [
      toPlacedKey(placed),
      placesOf(view, placed.worker, (state) => readLanePosition(state.fold.cells, placed.trigger)),
    ]),
  ];
  const since = new Date(nowMs).toISOString();
  return Object.fromEntries(
    found.map(([key, places]) => {
      const known = before[key];
      return [key, known && !hasMoved(known.places, places) ? known : { since, places }];
    }),
  );
}

/** What is merely gone, as after a removal that was interrupted, has not moved. */
function hasMoved(before: Places, now: Places): boolean {
  return Object.entries(now).some(([index, position]) => before[index] !== position);
}

function placesOf(
  { partitions }: BusView,
  worker: WorkerName,
  toPlace: (state: PartitionState) => Position | undefined,
): Places {
  const own = partitions.filter(({ partition }) => isOf(partition, worker));
  return Object.fromEntries(
    own.flatMap((state) => {
      const place = toPlace(state);
      return place === undefined ? [] : [[state.partition.index, place]];
    }),
  );
}

function endOf({ fold }: PartitionState): Position | undefined {
  return fold.position;
}

export type IsGone = (of: WorkerName | PlacedTrigger) => boolean;

/** Tells who has been absent since before a time, as a worker or on one, and so will not come back. */
export function createIsGone(absent: Absences, beforeMs: number): IsGone {
  const isGone = (key: string) => {
    const since = absent[key]?.since;
    return since !== undefined && Date.parse(since) <= beforeMs;
  };
  return (of) => {
    if (!('trigger' in of)) return isGone(toWorkerKey(of));
    return isGone(toWorkerKey(of.worker)) || isGone(toPlacedKey(of));
  };
}
