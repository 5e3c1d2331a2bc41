import type { EventBus, Position, Stored } from '../../runtime/event-bus/contract.ts';
import { toCellName } from '../../runtime/partition/cell-names.ts';
import type { PartitionState } from '../../runtime/partition/journal/read-journal.ts';
import { readLaneCell, readLanePosition } from '../../runtime/partition/lane/lane-cell.ts';
import { eventsOf } from '../../runtime/partition/work/joined.ts';
import type { StoredWork } from '../../runtime/partition/work/work.ts';
import { readWork } from '../../runtime/partition/work/work-cell.ts';
import type { CompiledTrigger } from '../../runtime/sensor/compiled-trigger.ts';
import { findHolding, type Waiting } from '../joins/waiting.ts';

/** What the journal of a partition says of an event, for a trigger. */
export interface Place {
  readonly index: number;
  /** Whether the trigger is past it there; `absent`: it has not begun there; `unknown`: the journal does not say. */
  readonly state: 'passed' | 'ahead' | 'absent' | 'unknown';
  readonly suspended: boolean;
  /** With what it waits, for each dependency that has taken it. */
  readonly held: readonly { readonly dependency: string; readonly waiting: Waiting }[];
  /** An execution of it that is not settled. */
  readonly work: StoredWork | undefined;
}

interface Asked {
  readonly trigger: CompiledTrigger;
  readonly stored: Pick<Stored, 'offset'>;
}

export function readPlace(
  state: PartitionState,
  { trigger, stored: { offset } }: Asked,
  bus: Pick<EventBus, 'covers'>,
): Place {
  const { partition, fold } = state;
  const { index } = partition;
  if (fold.unknown !== undefined) return { index, state: 'unknown', suspended: false, held: [], work: undefined };
  const { cells } = fold;
  const position = readLanePosition(cells, trigger.name);
  const done = readLaneCell(cells, trigger.name)?.done ?? [];
  const isPassed = (at: Position) => done.includes(offset) || bus.covers(at, offset);
  return {
    index,
    state: position === undefined ? 'absent' : isPassed(position) ? 'passed' : 'ahead',
    suspended: trigger.spec.suspended || cells.get(toCellName('suspended', trigger.name)) === true,
    held: findHolding(cells, trigger, offset),
    work: readWork(cells, trigger.name).find((work) => isOf(work, offset)),
  };
}

function isOf({ joined, offset }: StoredWork, wanted: string): boolean {
  return offset === wanted || (joined !== undefined && eventsOf(joined).some((held) => held.offset === wanted));
}
