import type { PartitionName } from '../../model/event/address.ts';
import type { Position } from '../event-bus/contract.ts';
import { frontierKey, isLaneKey, type LaneCell } from '../partition/lane/lane-cell.ts';
import type { Fold } from '../partition/ownership/fold.ts';

/** What a journal says of its partition. */
export interface PartitionState extends Pick<Fold, 'cells' | 'unknown'> {
  readonly partition: PartitionName;
}

/** From where on partitions still need events; absent where nobody says so, or not everybody's state is known. */
export function findNeeded(states: readonly PartitionState[]): readonly [Position, ...Position[]] | undefined {
  const found = states.map((state) => ({ worker: toWorker(state), positions: findPositions(state) }));
  const reading = new Set(found.filter(({ positions }) => positions?.length !== 0).map(({ worker }) => worker));
  // where a worker's other partitions have positions, one that has none was claimed and is about to store its own
  if (found.some(({ worker, positions }) => !positions?.length && reading.has(worker))) return undefined;
  const [first, ...others] = found.flatMap(({ positions }) => positions ?? []);
  return first === undefined ? undefined : [first, ...others];
}

function toWorker({ partition: { namespace, worker } }: PartitionState): string {
  return `${namespace}/${worker}`;
}

/** The positions that the cells of a partition hold; absent where a trigger has none, or they are unknown. */
function findPositions({ cells, unknown }: PartitionState): Position[] | undefined {
  if (unknown !== undefined) return undefined;
  const frontier = cells.get(frontierKey) as Position | undefined;
  const lanes = [...cells].filter(([key]) => isLaneKey(key)).map(([, cell]) => cell as unknown as LaneCell);
  const positions = lanes.map(({ position }) => position ?? frontier);
  return positions.every((position) => position !== undefined) ? positions : undefined;
}
