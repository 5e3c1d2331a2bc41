import type { Json } from '../../../model/json.ts';
import { type TriggerName, toTriggerKey } from '../../../model/trigger/trigger-name.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import { isOfTrigger, renameCell } from '../cell-names.ts';
import { isLaneKey, readLaneKey, toLaneKey } from '../lane/lane-cell.ts';
import { type RouteCell, readRouteCell, toRouteKey } from './route-cell.ts';

type Changes = Map<string, Json | undefined>;

/** What a trigger was called before, in full; absent where it never was called anything else. */
export function toFormerName({ name, spec }: Pick<CompiledTrigger, 'name' | 'spec'>): TriggerName | undefined {
  return spec.formerName === undefined ? undefined : { ...name, trigger: spec.formerName };
}

/** All names under which something of a trigger may be stored, its own first. */
export function namesOf(trigger: Pick<CompiledTrigger, 'name' | 'spec'>): readonly TriggerName[] {
  const former = toFormerName(trigger);
  return former ? [trigger.name, former] : [trigger.name];
}

/**
 * Lets triggers that have no place here go on where they stood under another name: the one that their spec tells, or,
 * where a program was rolled back, the one to which the cells were renamed before.
 */
export function renameTriggers(cells: ReadonlyMap<string, Json>, triggers: readonly CompiledTrigger[]): Changes {
  const changes: Changes = new Map();
  const known = new Set(triggers.map(({ name }) => toTriggerKey(name)));
  for (const trigger of triggers) {
    if (cells.has(toLaneKey(trigger.name))) continue;
    const stood = toFormerName(trigger);
    const from = stood && cells.has(toLaneKey(stood)) ? stood : findLater(cells, trigger.name);
    if (from && !known.has(toTriggerKey(from))) rename(cells, { from, to: trigger.name }, changes);
  }
  return changes;
}

/** The name under which a later program knew a trigger of this name. */
function findLater(cells: ReadonlyMap<string, Json>, { namespace, sensor, trigger }: TriggerName) {
  for (const key of cells.keys()) {
    const later = isLaneKey(key) ? readLaneKey(key) : undefined;
    if (later?.namespace !== namespace || later.sensor !== sensor) continue;
    if (readRouteCell(cells, later).formerName === trigger) return later;
  }
  return undefined;
}

/** What others told of it under its new name is newer than what they told under the old. */
function rename(
  cells: ReadonlyMap<string, Json>,
  { from, to }: { readonly from: TriggerName; readonly to: TriggerName },
  changes: Changes,
): void {
  for (const key of cells.keys()) {
    if (!isOfTrigger(key, from)) continue;
    const renamed = renameCell(key, to);
    changes.set(key, undefined);
    if (!cells.has(renamed)) changes.set(renamed, cells.get(key));
  }
  const cell: RouteCell = { ...readRouteCell(cells, from), formerName: from.trigger };
  changes.set(toRouteKey(to), cell as unknown as Json);
}
