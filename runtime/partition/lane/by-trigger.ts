import type { Json } from '../../../model/json.ts';
import { toOwner } from '../cell-names.ts';
import { Cells } from '../journal/cells.ts';

/** The cells of a partition that are a trigger's own, by its key. */
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
