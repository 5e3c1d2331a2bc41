import type { Json } from '../../../model/json.ts';
import { type TriggerName, toTriggerKey } from '../../../model/trigger/trigger-name.ts';
import { Cells } from '../journal/cells.ts';

export const noCells: ReadonlyMap<string, Json> = new Map();

/** What a cell that is a trigger's own begins with; others are of tasks, and of the partition. */
const kinds: ReadonlySet<string> = new Set([
  'lane',
  'route',
  'moved',
  'parked',
  'redriven',
  'firing',
  'held',
  'seen',
  'suspended',
]);

/** The cells of a partition that are a trigger's own, by its key: `<kind>/<namespace>/<sensor>/<trigger>/...`. */
export function byTrigger(cells: Pick<Cells, 'texts'>): ReadonlyMap<string, ReadonlyMap<string, Json>> {
  const groups = new Map<string, Cells>();
  for (const cell of cells.texts()) {
    const name = toOwner(cell[0]);
    if (name === undefined) continue;
    const group = groups.get(name) ?? new Cells();
    groups.set(name, group);
    group.change(cell);
  }
  return groups;
}

export function isOfTrigger(key: string, trigger: TriggerName): boolean {
  return toOwner(key) === toTriggerKey(trigger);
}

/** The name of a trigger's cell as it is for another. */
export function renameCell(key: string, to: TriggerName): string {
  const [kind, , , , ...rest] = key.split('/');
  return [kind, toTriggerKey(to), ...rest].join('/');
}

function toOwner(key: string): string | undefined {
  const [kind = '', namespace, sensor, trigger] = key.split('/', 4);
  return kinds.has(kind) && trigger !== undefined ? `${namespace}/${sensor}/${trigger}` : undefined;
}
