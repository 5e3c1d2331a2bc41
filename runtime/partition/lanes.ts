import { toMs } from '../../model/duration.ts';
import type { Json } from '../../model/json.ts';
import { type TriggerName, toTriggerKey } from '../../model/trigger/trigger-name.ts';
import type { Position } from '../event-bus/contract.ts';
import type { TriggerRunner } from './acting/trigger-runner.ts';
import { toCellName } from './cell-names.ts';
import type { ReadonlyCells } from './journal/cells.ts';
import { byTrigger } from './lane/by-trigger.ts';
import type { Home } from './lane/home.ts';
import { Lane } from './lane/lane.ts';
import { readLaneCell, readLanePosition } from './lane/lane-cell.ts';
import type { Frontiers } from './lane/place.ts';
import { Seen } from './lane/seen.ts';
import type { Moves } from './moving/moves.ts';
import { toFormerName } from './moving/rename.ts';

export interface LanesOptions {
  readonly home: Home;
  readonly runners: readonly TriggerRunner[];
  readonly cells: ReadonlyCells;
  readonly frontiers: Frontiers;
  readonly moves: Pick<Moves, 'createRoute'>;
}

interface RunnerAndLane {
  readonly runner: TriggerRunner;
  readonly lane: Lane;
}

type Cells = ReadonlyMap<string, Json>;

const noCells: Cells = new Map();

/** The lanes of a partition that is owned here, one for each trigger; there are none before they begin. */
export class Lanes implements Iterable<Lane> {
  #all: readonly RunnerAndLane[] = [];

  /** Takes up what the partition's cells hold. */
  begin(options: LanesOptions): void {
    const found = byTrigger(options.cells);
    const cellsOf = ({ key }: TriggerRunner) => found.get(key) ?? noCells;
    this.#all = options.runners.map((runner) => ({ runner, lane: createLane(runner, cellsOf(runner), options) }));
    for (const { runner, lane } of this.#all) runner.addLane(lane, cellsOf(runner));
  }

  *[Symbol.iterator](): Iterator<Lane> {
    for (const { lane } of this.#all) yield lane;
  }

  /** Whether actions are under way. */
  get areActing(): boolean {
    return this.#all.some(({ lane }) => lane.acting > 0);
  }

  /** Whether some have not got past what a former owner may have died of: what others do meanwhile tells nothing. */
  get areStuck(): boolean {
    return this.#all.some(({ runner, lane }) => lane.isStuck && !runner.isHeldUp);
  }

  /** Whose trigger has this name, or had it; nobody means the latter who says that the trigger is gone. */
  find(trigger: TriggerName, { orFormer }: { readonly orFormer: boolean }): RunnerAndLane | undefined {
    const name = toTriggerKey(trigger);
    const found = this.#all.find(({ runner }) => runner.key === name);
    if (found || !orFormer) return found;
    return this.#all.find(({ runner }) => {
      const former = toFormerName(runner.trigger);
      return former !== undefined && toTriggerKey(former) === name;
    });
  }

  /** Adds to a record what has changed; with a new frontier, positions are told by that. */
  collect(changes: Map<string, Json | undefined>, frontier?: Position): void {
    for (const { lane } of this.#all) lane.collect(changes, frontier);
  }

  /** Tells actions under way to stop. */
  abort(reason: Error): void {
    for (const { runner, lane } of this.#all) runner.abort(lane, reason);
  }

  /** Lets triggers go on without them. */
  end(): void {
    for (const { runner, lane } of this.#all) runner.removeLane(lane);
  }
}

function createLane(
  { trigger, key }: TriggerRunner,
  cells: Cells,
  { home, cells: all, frontiers, moves }: LanesOptions,
): Lane {
  const { name, spec } = trigger;
  const cell = readLaneCell(cells, name);
  const position = readLanePosition(all, name);
  if (!cell || position === undefined) throw new Error(`${key}: partition ${home.index} has no position for it`);
  return new Lane({
    trigger: name,
    home,
    frontiers,
    cell,
    position,
    seen: spec.dedup ? new Seen({ trigger: name, windowMs: toMs(spec.dedup.window), cells }) : undefined,
    route: moves.createRoute(name),
    suspended: spec.suspended || cells.get(toCellName('suspended', name)) === true,
  });
}
