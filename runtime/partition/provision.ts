import type { Address } from '../../model/event/address.ts';
import type { Json } from '../../model/json.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import type { EventBus, Position } from '../event-bus/contract.ts';
import type { CompiledTrigger } from '../sensor/compile-sensor.ts';
import { frontierKey, isLaneKey, type LaneCell, readLaneCell, toLaneKey } from './lane/lane-cell.ts';
import { noCounts } from './lane/ledger.ts';

export interface ProvisionOptions {
  readonly cells: ReadonlyMap<string, Json>;
  readonly triggers: readonly CompiledTrigger[];
  /** All that the triggers depend on: a position for all is one for each. */
  readonly addresses: readonly Address[];
  readonly bus: Pick<EventBus, 'resolve'>;
  /** Where the keeper has said that a trigger begins. */
  readonly findStart: (trigger: TriggerName) => Promise<Position | undefined>;
}

/** What a partition's journal must hold before its events are read: a position for each trigger that is new. */
export async function provision(options: ProvisionOptions): Promise<Map<string, Json>> {
  const { cells, triggers, addresses, bus, findStart } = options;
  const frontier = cells.get(frontierKey) as Position | undefined;
  const changes = new Map<string, Json>();
  const starts = new Map<string, Position>();
  for (const trigger of triggers) {
    const cell = readLaneCell(cells, trigger.name);
    if (cell && (cell.position !== undefined || frontier !== undefined)) continue;
    const { start } = trigger.spec;
    const told = await findStart(trigger.name);
    const position = told ?? starts.get(JSON.stringify(start)) ?? (await bus.resolve(start, addresses));
    if (told === undefined) starts.set(JSON.stringify(start), position);
    const made: LaneCell = { counts: cell?.counts ?? noCounts, position, ...(start !== 'now' && { apart: true }) };
    changes.set(toLaneKey(trigger.name), made as unknown as Json);
  }
  for (const [key, cell] of keepAbsent(cells, triggers, frontier)) changes.set(key, cell);
  return changes;
}

/** A trigger that is gone from the configuration keeps its position, in case that it comes back. */
function* keepAbsent(
  cells: ReadonlyMap<string, Json>,
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
