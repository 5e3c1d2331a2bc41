import type { Json } from '../../../model/json.ts';
import { type TriggerName, toTriggerKey } from '../../../model/trigger/trigger-name.ts';
import type { Position } from '../../event-bus/contract.ts';
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

/** The cell of the position at which all lanes stand whose own cell names none. */
export const frontierKey = 'frontier';

const prefix = 'lane';

export function toLaneKey(trigger: TriggerName): string {
  return `${prefix}/${toTriggerKey(trigger)}`;
}

export function isLaneKey(key: string): boolean {
  return key.startsWith(`${prefix}/`);
}

export function readLaneCell(
  cells: Pick<ReadonlyMap<string, Json>, 'get'>,
  trigger: TriggerName,
): LaneCell | undefined {
  return cells.get(toLaneKey(trigger)) as LaneCell | undefined;
}

/** The trigger that a cell is of; absent where the cell is no lane's. */
export function readLaneKey(key: string): TriggerName | undefined {
  if (!isLaneKey(key)) return undefined;
  const [, namespace = '', sensor = '', trigger = ''] = key.split('/');
  return { namespace, sensor, trigger };
}
