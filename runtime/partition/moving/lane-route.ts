import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { Position } from '../../event-bus/contract.ts';
import { PositionLostError } from '../../event-bus/error.ts';
import { toRouteName } from '../../sensor/join/route.ts';
import type { Frontiers } from '../lane/place.ts';
import type { Arrival } from '../work/arrival.ts';
import { Handled } from './handled.ts';
import { type Former, positionsOf, type RouteCell, toRouteKey, uniteFormer } from './route-cell.ts';

export interface LaneRouteOptions {
  readonly trigger: TriggerName;
  readonly cell: RouteCell;
  /** How many partitions the worker's work has. */
  readonly count: number;
  readonly frontiers: Frontiers;
  /** Stores its cell. */
  readonly put: (key: string, cell: Json) => void;
}

/** The route that a lane follows, and what it passes over because it was handled under another. */
export class LaneRoute {
  /** Of the route. */
  readonly name: string;
  readonly #options: LaneRouteOptions;
  #cell: RouteCell;
  #handled: Handled | undefined;

  constructor(options: LaneRouteOptions) {
    this.#options = options;
    this.#cell = options.cell;
    this.name = toRouteName(options.cell.route);
    if (!this.waits) this.#compile();
  }

  /** It takes nothing until all partitions follow its route. */
  get waits(): boolean {
    return this.#cell.waits ?? false;
  }

  get isUntold(): boolean {
    return this.#cell.untold ?? false;
  }

  /** It never told the others of a route. */
  get isUnheard(): boolean {
    return this.#cell.origin !== undefined;
  }

  /** Whether an event was handled under another route. */
  hasHandled(arrival: Arrival): boolean {
    return this.#handled?.has(arrival) ?? false;
  }

  /** The others are to be told of it, as long as they do not show that they were. */
  setUntold(untold: boolean): void {
    if (untold === this.isUntold) return;
    const { untold: _, origin, ...rest } = this.#cell;
    this.#put(untold ? { ...this.#cell, untold } : rest);
  }

  /** All partitions follow the route: this is what they have handled under others. Tells where the lane begins. */
  begin(known: readonly Former[]): Position {
    const { waits: _, former: own, ...rest } = this.#cell;
    const former = uniteFormer(own, known);
    const [first, ...others] = positionsOf(former);
    try {
      const position = this.#options.frontiers.earliest([first ?? nowhere, ...others]);
      this.#put({ ...rest, former });
      this.#compile();
      return position;
    } catch (error) {
      if (!(error instanceof PositionLostError)) throw error;
      this.#put(rest);
      return nowhere;
    }
  }

  /** The lane goes on from a log's beginning: what was handled of another log says nothing. */
  logLost(beginning: Position): void {
    if (this.#handled?.isOf(beginning) === false) this.#forget();
  }

  /** The lane's frontier has been stored, or is about to be: what it has come past need not be known any more. */
  passed(position: Position): void {
    if (this.#handled?.isPassedAt(position)) this.#forget();
  }

  #forget(): void {
    const { former: _, ...rest } = this.#cell;
    this.#handled = undefined;
    this.#put(rest);
  }

  #compile(): void {
    const { former } = this.#cell;
    if (former) this.#handled = new Handled({ ...this.#options, former });
  }

  #put(cell: RouteCell): void {
    this.#cell = cell;
    this.#options.put(toRouteKey(this.#options.trigger), cell as unknown as Json);
  }
}

/** A position of no log: who stands there goes on from the log's beginning. */
const nowhere: Position = '';
