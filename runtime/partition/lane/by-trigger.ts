import type { Json } from '../../../model/json.ts';

export const noCells: ReadonlyMap<string, Json> = new Map();

/** The cells of a partition that are a trigger's own, by its key: `<what>/<namespace>/<sensor>/<trigger>/...`. */
export function byTrigger(cells: ReadonlyMap<string, Json>): ReadonlyMap<string, ReadonlyMap<string, Json>> {
  const groups = new Map<string, Map<string, Json>>();
  for (const [key, cell] of cells) {
    const [, namespace, sensor, trigger] = key.split('/', 4);
    if (trigger === undefined) continue;
    const name = `${namespace}/${sensor}/${trigger}`;
    const group = groups.get(name);
    if (group) group.set(key, cell);
    else groups.set(name, new Map([[key, cell]]));
  }
  return groups;
}
