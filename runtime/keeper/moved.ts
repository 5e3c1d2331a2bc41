import type { Json } from '../../model/json.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import { partitionCount } from '../../model/worker/partition-count.ts';
import type { Position } from '../event-bus/contract.ts';
import { follows, positionsOf, readRouteCell, readTold } from '../partition/moving/route-cell.ts';
import { type BusView, isOf } from './bus-view.ts';
import { type PlacedTrigger, toPlacedKey } from './declared.ts';
import type { NoteView } from './note-views.ts';

/** Where others stood whose events partitions may still take over, since a trigger follows another route now. */
export function findMoved({ partitions, notes }: BusView, { worker, trigger }: PlacedTrigger): readonly Position[] {
  const cells = partitions.flatMap(({ partition, fold }) => (isOf(partition, worker) ? [fold.cells] : []));
  const key = toPlacedKey({ worker, trigger });
  const told = new Map<number, NonNullable<NoteView['moved']>>();
  for (const { moved, worker: on, trigger: of } of notes)
    if (moved && of && toPlacedKey({ worker: on, trigger: of }) === key) told.set(moved.index, moved);
  const routes = cells.map((each) => readRouteCell(each, trigger));
  const isOver = (route: string) => routes.every((cell) => follows(cell, route));
  return [
    ...[...told.values()].flatMap(({ route, positions }) => (isOver(route) ? [] : positions)),
    ...cells.flatMap((each) => (readRouteCell(each, trigger).waits ? findKnown(each, trigger) : [])),
  ];
}

/** What a partition that waits knows of itself, and was told by others. */
function findKnown(cells: ReadonlyMap<string, Json>, trigger: TriggerName): readonly Position[] {
  const told = readTold(cells, trigger, partitionCount).flatMap((one) => positionsOf(one?.former));
  return [...positionsOf(readRouteCell(cells, trigger).former), ...told];
}
