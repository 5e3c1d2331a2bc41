import { type BusView, findHeld, findPlaced, findWorkers, isOf } from './bus-view.ts';
import { type Declared, type PlacedTrigger, toPlacedKey, toWorkerKey, type WorkerName } from './declared.ts';

/** Since when nobody declares something that the bus holds, by its key; `place` is where it stood then. */
export type Absences = { readonly [key: string]: Absence };

export interface Absence {
  /** RFC 3339. */
  readonly since: string;
  /** What moves while it is at work all the same. */
  readonly place: string;
}

/** What the bus holds and nobody declares. */
export interface Orphans {
  readonly workers: readonly WorkerName[];
  /** Of workers that are declared. */
  readonly triggers: readonly PlacedTrigger[];
}

export function findOrphans(view: BusView, declared: Declared): Orphans {
  const isDeclared = (worker: WorkerName) => declared.workers.some((known) => isOf(known, worker));
  const known = new Set(declared.triggers.map(toPlacedKey));
  return {
    workers: findWorkers(view).filter((worker) => !isDeclared(worker)),
    triggers: findPlaced(view).filter((placed) => isDeclared(placed.worker) && !known.has(toPlacedKey(placed))),
  };
}

/** Who is absent now, and since when. Whoever still moves is absent from now on: its documents may just not be here. */
export function toAbsences(before: Absences, { workers, triggers }: Orphans, view: BusView, nowMs: number): Absences {
  const places: [string, string][] = [
    ...workers.map((worker): [string, string] => [toWorkerKey(worker), placeOfWorker(view, worker)]),
    ...triggers.map((placed): [string, string] => [toPlacedKey(placed), [...findHeld(view, placed)].join()]),
  ];
  const since = new Date(nowMs).toISOString();
  return Object.fromEntries(
    places.map(([key, place]) => [key, before[key]?.place === place ? before[key] : { since, place }]),
  );
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

function placeOfWorker({ partitions }: BusView, worker: WorkerName): string {
  return partitions
    .filter(({ partition }) => isOf(partition, worker))
    .map(({ fold: { position } }) => position)
    .join();
}
