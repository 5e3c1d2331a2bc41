import type { Json } from '../../model/json.ts';
import type { PartitionState } from '../partition/journal/read-journal.ts';
import type { Absences } from './absences.ts';

/** What a keeper remembers, in a cell of its own partition. */
export interface KeeperCell {
  readonly kind: 'keeper';
  readonly absent: Absences;
}

export function readKeeperCell(cell: Json | undefined): KeeperCell {
  return isKeeperCell(cell) ? cell : { kind: 'keeper', absent: {} };
}

/** What the keeper of a bus remembers, where a partition is a keeper's. */
export function findKeeperCell({ fold }: PartitionState): KeeperCell | undefined {
  return [...fold.cells.values()].find(isKeeperCell);
}

function isKeeperCell(cell: Json | undefined): cell is Json & KeeperCell {
  return (cell as Partial<KeeperCell> | null | undefined)?.kind === 'keeper';
}
