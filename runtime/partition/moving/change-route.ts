import type { Position } from '../../event-bus/contract.ts';
import type { Route } from '../../sensor/join/route.ts';
import type { LaneCell } from '../lane/lane-cell.ts';
import { type Former, type FormerPlace, isSameRoute, type RouteCell, uniteFormer } from './route-cell.ts';

/** Where a partition stands with a trigger when it is claimed. */
export interface Standing {
  readonly index: number;
  readonly lane: LaneCell & { readonly position: Position };
  readonly cell: RouteCell;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** A trigger that began so lately may not have begun everywhere before it was changed. */
const recentMs = 86_400_000;

export interface Change {
  /** The one to follow. */
  readonly route: Route;
  /** What other partitions have told, which forget it sooner than one that waits. */
  readonly told: readonly Former[];
}

/** Where it stands once it follows another route; absent where it does already. */
export function changeRoute(standing: Standing, { route, told }: Change): Pick<Standing, 'lane' | 'cell'> | undefined {
  const { index, lane, cell } = standing;
  if (isSameRoute(cell.route, route)) return undefined;
  const { formerName } = cell;
  const kept = { route, untold: true, ...(formerName !== undefined && { formerName }) } as const;
  const handled = handledBy(standing);
  const left = takeOut(handled, { index, route });
  const former = uniteFormer(left?.rest ?? handled, told);
  if (!left) return { lane: { ...lane, apart: true }, cell: { ...kept, waits: true, former } };
  // it comes back before its move was over, and goes on where it left
  const { counts } = lane;
  const { position, done } = left.place;
  return {
    lane: { counts, position, ...(done && { done }), apart: true },
    cell: { ...kept, ...(former.length > 0 && { former }) },
  };
}

/** All that a partition knows to be handled; while it waits it has handled nothing under its route. */
export function handledBy({ index, lane: { position, done }, cell, now }: Standing): readonly Former[] {
  if (cell.waits) return cell.former ?? [];
  const { route, origin } = cell;
  const places: FormerPlace[] = [{ index, position, ...(done && { done }) }];
  // what came before it had its place here may be for others to take
  if (origin && now - origin.at < recentMs) places.push({ index, position: origin.position });
  return uniteFormer(cell.former, [{ route, places }]);
}

function takeOut(former: readonly Former[], { index, route }: { readonly index: number; readonly route: Route }) {
  const place = former.find((group) => isSameRoute(group.route, route))?.places.find((one) => one.index === index);
  if (!place) return undefined;
  const rest = former
    .map((group) => ({ ...group, places: group.places.filter((one) => one !== place) }))
    .filter(({ places }) => places.length > 0);
  return { place, rest };
}
