import type { WorkerAddress } from '../../../model/event/address.ts';
import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { EventBus, Position } from '../../event-bus/contract.ts';
import { publishUntilStored } from '../../event-bus/publish-until-stored.ts';
import type { Clock } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import type { Observation, Observe } from '../../support/observation.ts';
import type { Lane } from '../lane/lane.ts';
import { type LaneCell, readLaneCell, readLanePosition } from '../lane/lane-cell.ts';
import { type Note, toNoteEvent } from '../notes/note.ts';
import { handledBy } from './change-route.ts';
import { LaneRoute } from './lane-route.ts';
import { readRouteCell } from './route-cell.ts';

export interface MovesOptions {
  readonly bus: Pick<EventBus, 'publish' | 'covers' | 'earliest'>;
  /** Where notes to the worker's partitions go. */
  readonly address: WorkerAddress;
  /** How many partitions the worker's work has. */
  readonly count: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly observe: Observe;
  /** Which of the partitions. */
  readonly index: number;
  /** As they are stored. */
  readonly cells: ReadonlyMap<string, Json>;
  readonly put: (key: string, value: Json | undefined) => void;
  /** Aborts when the partition is given up. */
  readonly signal: AbortSignal;
}

/** The routes that the lanes of a partition follow. It tells the worker's other partitions of them. */
export class Moves {
  readonly #options: MovesOptions;
  readonly #telling = new Set<Lane>();

  constructor(options: MovesOptions) {
    this.#options = options;
  }

  createRoute(trigger: TriggerName): LaneRoute {
    const { bus, cells } = this.#options;
    return new LaneRoute({ ...this.#options, trigger, cell: readRouteCell(cells, trigger), frontiers: bus });
  }

  /** Tells of those that moved, and of those that still wait: who came later may not have been told. */
  begin(lanes: Iterable<Lane>): void {
    const waiting: Lane[] = [];
    for (const lane of lanes) {
      const { isUntold, waits } = lane.route;
      if (isUntold || waits) this.tell(lane);
      if (waits) waiting.push(lane);
    }
    for (const lane of waiting) this.#observe(lane, 'waits');
    const leave = () => {
      for (const lane of waiting) if (lane.route.waits) this.#observe(lane, 'leaves');
    };
    this.#options.signal.addEventListener('abort', leave, { once: true });
  }

  /** All partitions follow the route of a lane that waited. */
  begun(lane: Lane): void {
    this.#observe(lane, 'begins');
  }

  /** Tells of a lane's route until that is stored. */
  tell(lane: Lane): void {
    lane.route.setUntold(true);
    if (this.#telling.has(lane) || this.#options.signal.aborted) return;
    this.#telling.add(lane);
    void this.#tell(lane).finally(() => this.#telling.delete(lane));
  }

  #observe({ trigger }: Lane, state: Extract<Observation, { kind: 'moving' }>['state']): void {
    const { observe, index: partition } = this.#options;
    observe({ kind: 'moving', trigger, partition, state });
  }

  async #tell(lane: Lane): Promise<void> {
    const { bus, address, clock, random, log, signal } = this.#options;
    await publishUntilStored(() => bus.publish(address, toNoteEvent(this.#toNote(lane), address, clock.now())), {
      clock,
      random,
      signal,
      obsolete: () => signal.aborted,
      failed: (error) =>
        log.warn('a change of a trigger could not be told to its partitions; it is told again', { error }),
    });
  }

  #toNote({ trigger, route }: Lane): Note {
    const { cells, index, clock } = this.#options;
    const cell = readRouteCell(cells, trigger);
    const lane = readLaneCell(cells, trigger) as LaneCell;
    const position = readLanePosition(cells, trigger) as Position;
    const former = handledBy({ index, cell, lane: { ...lane, position }, now: clock.now() });
    return { kind: 'moved', trigger, route: route.name, index, former };
  }
}
