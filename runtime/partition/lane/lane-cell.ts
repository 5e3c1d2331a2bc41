import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { Position } from '../../event-bus/contract.ts';
import { frontierKey, isOfKind, readOwner, toCellName } from '../cell-names.ts';
import type { Counts } from './ledger.ts';

/** What a partition's journal holds of one trigger: how far it is, and what became of the events before. */
export interface LaneCell {
  readonly counts: Readonly<Counts>;
  /** The frontier before its oldest unfinished event; absent where it stands at the partition's. */
  readonly position?: Position;
  /** The offsets behind it that are finished. */
  readonly done?: readonly string[];
  /** It reads on its own, far behind or held up. */
  readonly apart?: true;
}

export function toLaneKey(trigger: TriggerName): string {
  return toCellName('lane', trigger);
}

export function isLaneKey(key: string): boolean {
  return isOfKind('lane', key);
}

export function readLaneCell(
  cells: Pick<ReadonlyMap<string, Json>, 'get'>,
  trigger: TriggerName,
): LaneCell | undefined {
  return cells.get(toLaneKey(trigger)) as LaneCell | undefined;
}

/** Where a trigger stands in a partition; absent where that has no place for it. */
export function readLanePosition(
  cells: Pick<ReadonlyMap<string, Json>, 'get'>,
  trigger: TriggerName,
): Position | undefined {
  const cell = readLaneCell(cells, trigger);
  return cell && (cell.position ?? (cells.get(frontierKey) as Position | undefined));
}

/** The trigger that a cell is of; absent where the cell is no lane's. */
export function readLaneKey(key: string): TriggerName | undefined {
  return isLaneKey(key) ? readOwner(key) : undefined;
}
