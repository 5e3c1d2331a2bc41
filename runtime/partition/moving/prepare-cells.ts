import type { Address } from '../../../model/event/address.ts';
import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { EventBus, Position } from '../../event-bus/contract.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import { toRouteName } from '../../sensor/join/route.ts';
import { frontierKey } from '../cell-names.ts';
import { isLaneKey, type LaneCell, readLaneCell, readLanePosition, toLaneKey } from '../lane/lane-cell.ts';
import { noCounts } from '../lane/ledger.ts';
import { changeRoute } from './change-route.ts';
import { renameTriggers, toFormerName } from './rename.ts';
import { type RouteCell, readRouteCell, readTold, toMovedKey, toRouteKey } from './route-cell.ts';

export interface PrepareCellsOptions {
  readonly cells: ReadonlyMap<string, Json>;
  /** Of the partition. */
  readonly index: number;
  /** How many partitions the worker's work has. */
  readonly count: number;
  readonly triggers: readonly CompiledTrigger[];
  /** In milliseconds since 1970. */
  readonly now: number;
  /** All that the triggers depend on: a position for all is one for each. */
  readonly addresses: readonly Address[];
  readonly bus: Pick<EventBus, 'resolve'>;
  /** Where the keeper has said that a trigger begins. */
  readonly findStart: (trigger: TriggerName) => Promise<Position | undefined>;
}

type Changes = Map<string, Json | undefined>;

/** Cells, of which the few that are asked for are read. */
interface CellsView {
  get(key: string): Json | undefined;
  keys(): Iterable<string>;
}

/**
 * What a partition's journal must hold before its events are read: each trigger under the name and with the route that
 * it has now, and a position for those that are new.
 */
export async function prepareCells(options: PrepareCellsOptions): Promise<Changes> {
  const { index, count, triggers, now } = options;
  const renamed = renameTriggers(options.cells, triggers);
  const cells = withChanges(options.cells, renamed);
  const changes = new Map(renamed);
  const frontier = cells.get(frontierKey) as Position | undefined;
  const begin = createBegin(options);
  const put = (trigger: TriggerName, made: { readonly lane: LaneCell; readonly cell: RouteCell }) => {
    changes.set(toLaneKey(trigger), made.lane as unknown as Json);
    changes.set(toRouteKey(trigger), made.cell as unknown as Json);
  };
  for (const trigger of triggers) {
    const { name } = trigger;
    const lane = readLaneCell(cells, name);
    const position = readLanePosition(cells, name);
    if (!lane || position === undefined) put(name, await begin(trigger, lane));
    else {
      const told = readTold(cells, name, count);
      const standing = { index, lane: { ...lane, position }, cell: readRouteCell(cells, name), now };
      const made = changeRoute(standing, { route: trigger.route, told: told.flatMap((one) => one?.former ?? []) });
      if (made) put(name, made);
      if ((made ?? standing).cell.waits) continue;
      // those follow its route too: what they said is of no more use
      for (const [from, one] of told.entries())
        if (one?.route === toRouteName(trigger.route)) changes.set(toMovedKey(name, from), undefined);
    }
  }
  for (const [key, cell] of keepAbsent(cells, triggers, frontier)) changes.set(key, cell);
  return changes;
}

function createBegin({ addresses, bus, findStart, now }: PrepareCellsOptions) {
  const starts = new Map<string, Position>();
  return async (trigger: CompiledTrigger, known: LaneCell | undefined) => {
    const { start } = trigger.spec;
    const stood = toFormerName(trigger);
    const told = (await findStart(trigger.name)) ?? (stood && (await findStart(stood)));
    const position = told ?? starts.get(JSON.stringify(start)) ?? (await bus.resolve(start, addresses));
    if (told === undefined) starts.set(JSON.stringify(start), position);
    const counts = known?.counts ?? noCounts;
    const lane: LaneCell = { counts, position, ...(start !== 'now' && { apart: true }) };
    const cell: RouteCell = { route: trigger.route, origin: { position, at: now } };
    return { lane, cell };
  };
}

function withChanges(cells: ReadonlyMap<string, Json>, changes: Changes): CellsView {
  return {
    get: (key) => (changes.has(key) ? changes.get(key) : cells.get(key)),
    *keys() {
      for (const key of cells.keys()) if (!changes.has(key)) yield key;
      for (const [key, cell] of changes) if (cell !== undefined) yield key;
    },
  };
}

/** A trigger that is gone from the configuration keeps its position, in case that it comes back. */
function* keepAbsent(
  cells: CellsView,
  triggers: readonly CompiledTrigger[],
  frontier: Position | undefined,
): Iterable<[string, Json]> {
  const known = new Set(triggers.map(({ name }) => toLaneKey(name)));
  for (const key of cells.keys()) {
    if (!isLaneKey(key) || known.has(key) || frontier === undefined) continue;
    const cell = cells.get(key);
    const { position } = cell as unknown as LaneCell;
    if (position === undefined) yield [key, { ...(cell as object), position: frontier, apart: true } as Json];
  }
}
