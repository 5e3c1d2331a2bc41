import { toShare } from '../../../model/hash.ts';
import { type TriggerName, toSensorKey } from '../../../model/trigger/trigger-name.ts';
import { isSameLog, reaches } from '../../event-bus/compare-positions.ts';
import type { Position } from '../../event-bus/contract.ts';
import { compileRouteKeys, type Route } from '../../sensor/join/route.ts';
import type { Frontiers } from '../lane/place.ts';
import type { Arrival } from '../work/arrival.ts';
import { type Former, type FormerPlace, positionsOf } from './route-cell.ts';

export interface HandledOptions {
  readonly trigger: TriggerName;
  readonly former: readonly Former[];
  /** How many partitions the worker's work has. */
  readonly count: number;
  readonly frontiers: Frontiers;
}

/** The partitions to which an event belonged. */
type FormerPartitions = (arrival: Arrival) => readonly number[];

interface Group {
  readonly partitionsOf: FormerPartitions;
  readonly places: ReadonlyMap<number, readonly Reached[]>;
}

interface Reached {
  readonly position: Position;
  readonly done: ReadonlySet<string>;
}

/** What was handled under routes that a trigger has left: a lane passes over it. */
export class Handled {
  readonly #frontiers: Frontiers;
  readonly #groups: readonly Group[];
  readonly #positions: readonly Position[];
  /** What the lane has not come past. */
  readonly #ahead: Reached[];

  constructor({ trigger, former, count, frontiers }: HandledOptions) {
    this.#frontiers = frontiers;
    this.#groups = former.map(({ route, places }) => ({
      partitionsOf: toPartitionsOf(route, { trigger, count }),
      places: toPlaces(places),
    }));
    this.#positions = positionsOf(former);
    this.#ahead = this.#groups.flatMap(({ places }) => [...places.values()].flat());
  }

  /** Whether every partition to which an event belonged under some route has handled it. */
  has(arrival: Arrival): boolean {
    return this.#groups.some(({ partitionsOf, places }) => {
      const indices = partitionsOf(arrival);
      return indices.length > 0 && indices.every((index) => this.#isReached(places.get(index), arrival.stored.offset));
    });
  }

  /** Whether nothing of it lies behind a position. */
  isPassedAt(position: Position): boolean {
    for (let last = this.#ahead.at(-1); last && this.#isPassed(last, position); last = this.#ahead.at(-1))
      this.#ahead.pop();
    return this.#ahead.length === 0;
  }

  /** Whether it is of the log that a position is of. */
  isOf(position: Position): boolean {
    return this.#positions.every((one) => isSameLog(this.#frontiers, one, position));
  }

  #isReached(places: readonly Reached[] | undefined, offset: string): boolean {
    return places?.some(({ position, done }) => done.has(offset) || this.#frontiers.covers(position, offset)) ?? false;
  }

  #isPassed(reached: Reached, position: Position): boolean {
    const isBehind = reaches(this.#frontiers, position, reached.position);
    if (isBehind === undefined) return true;
    return isBehind && [...reached.done].every((offset) => this.#frontiers.covers(position, offset));
  }
}

function toPlaces(places: readonly FormerPlace[]): ReadonlyMap<number, readonly Reached[]> {
  const reached = places.map(({ index, position, done }) => ({ index, position, done: new Set(done) }));
  return Map.groupBy(reached, ({ index }) => index);
}

function toPartitionsOf(route: Route, { trigger, count }: Pick<HandledOptions, 'trigger' | 'count'>): FormerPartitions {
  if (route === 'id') return (arrival) => [arrival.ofId];
  if (route === 'sensor') {
    const all = [toShare(toSensorKey(trigger), count)];
    return () => all;
  }
  try {
    const keys = compileRouteKeys(route.keys);
    return (arrival) => arrival.partitionsBy(keys);
  } catch {
    // nobody can tell any more, and a repeat is better than a loss
    return () => [];
  }
}
