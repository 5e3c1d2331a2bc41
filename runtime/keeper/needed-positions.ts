import type { Json } from '../../model/json.ts';
import type { Position } from '../event-bus/contract.ts';
import { frontierKey, isLaneKey, type LaneCell } from '../partition/lane/lane-cell.ts';
import type { Fold } from '../partition/ownership/fold.ts';

/** From where on partitions still need events; absent where nobody says so, or not everybody's state is known. */
export function findNeeded(
  folds: readonly Pick<Fold, 'cells' | 'unknown'>[],
): readonly [Position, ...Position[]] | undefined {
  const positions = folds.map((fold) => (fold.unknown ? undefined : findPositions(fold.cells)));
  if (positions.includes(undefined)) return undefined;
  const [first, ...others] = positions.flatMap((found) => found ?? []);
  return first === undefined ? undefined : [first, ...others];
}

/** The positions that the cells of a partition hold; absent where a trigger has none. */
function findPositions(cells: ReadonlyMap<string, Json>): Position[] | undefined {
  const frontier = cells.get(frontierKey) as Position | undefined;
  const lanes = [...cells].filter(([key]) => isLaneKey(key)).map(([, cell]) => cell as unknown as LaneCell);
  const positions = lanes.map(({ position }) => position ?? frontier);
  return positions.every((position) => position !== undefined) ? positions : undefined;
}
