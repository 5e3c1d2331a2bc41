import type { Json } from '../../../model/json.ts';
import { type TriggerName, toTriggerKey } from '../../../model/trigger/trigger-name.ts';

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
export function byTrigger(cells: ReadonlyMap<string, Json>): ReadonlyMap<string, ReadonlyMap<string, Json>> {
  const groups = new Map<string, Map<string, Json>>();
  for (const [key, cell] of cells) {
    const name = toOwner(key);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group) group.set(key, cell);
    else groups.set(name, new Map([[key, cell]]));
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
