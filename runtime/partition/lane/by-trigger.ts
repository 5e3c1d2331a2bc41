import type { Json } from '../../../model/json.ts';
import { Cells } from '../ownership/cells.ts';

export const noCells: ReadonlyMap<string, Json> = new Cells();

/** The cells of a partition that are a trigger's own, by its key: `<what>/<namespace>/<sensor>/<trigger>/...`. */
export function byTrigger(cells: Pick<Cells, 'texts'>): ReadonlyMap<string, ReadonlyMap<string, Json>> {
  const groups = new Map<string, Cells>();
  for (const cell of cells.texts()) {
    const [, namespace, sensor, trigger] = cell[0].split('/', 4);
    if (trigger === undefined) continue;
    const name = `${namespace}/${sensor}/${trigger}`;
    let group = groups.get(name);
    if (!group) {
      group = new Cells();
      groups.set(name, group);
    }
    group.change(cell);
  }
  return groups;
}
