import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { Position } from '../../event-bus/contract.ts';
import { type Route, toRouteName } from '../../sensor/join/route.ts';
import { toCellName } from '../cell-names.ts';

/** What a partition's journal holds of a trigger's route: which one it follows, and what became of the ones before. */
export interface RouteCell {
  readonly route: Route;
  /** Where the trigger began here, and when; absent once the others were told of a route. */
  readonly origin?: Origin;
  /** The others are to be told. */
  readonly untold?: true;
  /** It takes nothing until all partitions have told that they follow this route. */
  readonly waits?: true;
  /** What was handled under other routes, in whatever partition. */
  readonly former?: readonly Former[];
  /** What the trigger was called before its cells were renamed. */
  readonly formerName?: string;
}

export interface Origin {
  readonly position: Position;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** Events that were handled under one route. */
export interface Former {
  readonly route: Route;
  readonly places: readonly FormerPlace[];
}

/** How far a partition came under a route that it has left. */
export interface FormerPlace {
  readonly index: number;
  readonly position: Position;
  /** The offsets behind it that are handled too. */
  readonly done?: readonly string[];
}

/** What a partition has told of a trigger: the route that it follows, by name, and all that it knows to be handled. */
export interface MovedCell {
  readonly route: string;
  readonly former: readonly Former[];
}

export function toRouteKey(trigger: TriggerName): string {
  return toCellName('route', trigger);
}

/** The cell of a trigger that has none: each event went by its id, ever since. */
const byId: RouteCell = { route: 'id' };

export function readRouteCell(cells: Pick<ReadonlyMap<string, Json>, 'get'>, trigger: TriggerName): RouteCell {
  return (cells.get(toRouteKey(trigger)) as unknown as RouteCell | undefined) ?? byId;
}

/** Whether a partition takes events by a route, told by its name. */
export function follows({ route, waits }: RouteCell, name: string): boolean {
  return !waits && toRouteName(route) === name;
}

/** The cell of what a partition has told. */
export function toMovedKey(trigger: TriggerName, index: number): string {
  return toCellName('moved', trigger, String(index));
}

export function readMovedCell(cell: Json | undefined): MovedCell | undefined {
  return cell as unknown as MovedCell | undefined;
}

/** What partitions have told of a trigger. */
export function readTold(cells: Pick<ReadonlyMap<string, Json>, 'get'>, trigger: TriggerName, count: number) {
  return Array.from({ length: count }, (_, index) => readMovedCell(cells.get(toMovedKey(trigger, index))));
}

/** All that some know to be handled, each once. */
export function uniteFormer(...known: readonly (readonly Former[] | undefined)[]): readonly Former[] {
  const united = new Map<string, { readonly route: Route; readonly places: Map<string, FormerPlace> }>();
  for (const { route, places } of known.flatMap((former) => former ?? [])) {
    const key = JSON.stringify(route);
    const group = united.get(key) ?? { route, places: new Map() };
    united.set(key, group);
    for (const place of places) group.places.set(JSON.stringify(place), place);
  }
  return [...united.values()].map(({ route, places }) => ({ route, places: [...places.values()] }));
}

/** Every position up to which something was handled. */
export function positionsOf(former: readonly Former[] | undefined): readonly Position[] {
  return (former ?? []).flatMap(({ places }) => places.map(({ position }) => position));
}

export function isSameRoute(a: Route, b: Route): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
