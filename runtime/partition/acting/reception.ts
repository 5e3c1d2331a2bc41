import type { Json } from '../../../model/json.ts';
import type { Position } from '../../event-bus/contract.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import { countUnits, type Taker } from '../../sensor/join/admit.ts';
import type { Clock } from '../../support/clock.ts';
import type { Observe } from '../../support/observation.ts';
import { holdsEvents } from '../join/held-cell.ts';
import { Joins } from '../join/joins.ts';
import type { Lane } from '../lane/lane.ts';
import type { Arrival } from '../work/arrival.ts';
import type { Newcomer } from '../work/held-event.ts';
import type { Work } from '../work/work.ts';

export interface ReceptionOptions {
  readonly trigger: CompiledTrigger;
  /** As the bus tells the time. */
  readonly clock: Clock;
  readonly observe: Observe;
  /** Where the log ends now. */
  readonly logEnd: () => Promise<Position>;
  /** How much a dead letter can carry. */
  readonly maxHeldBytes: number;
  /** Starts an execution that is stored only when it has waited long. */
  readonly run: (lane: Lane, arrival: Arrival, execution: Pick<Work, 'executionId' | 'template'>) => void;
  /** Starts an execution of so many that were held, once it is stored; or gives it up, where it says why. */
  readonly fire: (lane: Lane, work: Work, units: number) => void;
  /** Whether executions may be added. */
  readonly hasRoom: () => boolean;
  /** Gives an event up. */
  readonly giveUp: (lane: Lane, arrival: Arrival, reason: string) => void;
}

/** Where a trigger takes events: each is filtered, passed over as a repeat, given up, held for others, or run. */
export class Reception {
  readonly #options: ReceptionOptions;
  readonly #joins = new Map<Lane, Joins>();

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  /** Takes up what the cells of a partition hold. */
  addLane(lane: Lane, cells: ReadonlyMap<string, Json>): void {
    const { trigger } = this.#options;
    // what a join held before the trigger was changed into one of single events is decided too
    if (!trigger.joined && !holdsEvents(cells, trigger.name)) return;
    const start = (work: Work, units: number) => this.#options.fire(lane, work, units);
    const joins = new Joins({ ...this.#options, lane, cells, start });
    this.#joins.set(lane, joins);
    joins.begin();
  }

  removeLane(lane: Lane): void {
    this.#joins.get(lane)?.[Symbol.dispose]();
    this.#joins.delete(lane);
  }

  take(lane: Lane, arrival: Arrival): void {
    if (this.#options.trigger.joined) this.#takeToJoin(lane, arrival);
    else this.#takeAlone(lane, arrival);
  }

  /** Takes an event, and gives it up unseen. */
  condemn(lane: Lane, arrival: Arrival, reason: string): void {
    this.#accept(arrival);
    this.#options.giveUp(lane, arrival, reason);
  }

  /** Lets an event that is counted as held wait for others, for those that let it pass. */
  join(lane: Lane, newcomer: Newcomer, takers: readonly Taker[]): void {
    const joins = this.#joins.get(lane);
    if (!joins) throw new Error(`partition ${lane.home.index} has no place for what waits`);
    joins.take(newcomer, takers);
  }

  #takeAlone(lane: Lane, arrival: Arrival): void {
    const { trigger, run, fire, giveUp } = this.#options;
    const decision = arrival.decide(trigger);
    if (decision.kind === 'execute' && this.#passRepeat(lane, arrival)) return;
    this.#accept(arrival);
    if (decision.kind === 'filter') this.#filter(lane, arrival);
    else if (decision.kind === 'deadLetter') giveUp(lane, arrival, decision.reason);
    else {
      const { id: executionId, template } = decision.execution;
      if (lane.seen) {
        // who remembers it must not forget to act
        lane.takeHeld(arrival.stored);
        fire(lane, { ...arrival.work, executionId, template }, 1);
      } else run(lane, arrival, { executionId, template });
    }
  }

  #takeToJoin(lane: Lane, arrival: Arrival): void {
    const { trigger, giveUp } = this.#options;
    const admission = arrival.admit(trigger, lane.home.index);
    if (admission.kind === 'take') {
      if (this.#passRepeat(lane, arrival)) return;
      const units = countUnits(admission.takers);
      this.#accept(arrival, units);
      lane.takeHeld(arrival.stored, units);
      this.join(lane, arrival.newcomer, admission.takers);
      return;
    }
    this.#accept(arrival);
    if (admission.kind === 'filter') this.#filter(lane, arrival);
    else giveUp(lane, arrival, admission.reason);
  }

  #filter(lane: Lane, arrival: Arrival): void {
    lane.takeEnded(arrival.stored, 'filtered');
    this.#options.observe({ kind: 'filtered', trigger: this.#options.trigger.name, ...arrival.subject });
  }

  /** Passes over an event whose source and id the lane has seen; else remembers them. */
  #passRepeat(lane: Lane, arrival: Arrival): boolean {
    const { event, storedAt } = arrival.stored;
    const seenAt = lane.seen?.find(event, storedAt);
    if (seenAt === undefined) {
      lane.seen?.add(event, storedAt);
      return false;
    }
    this.#accept(arrival);
    lane.takeEnded(arrival.stored, 'duplicate');
    this.#options.observe({ kind: 'duplicate', seenAt, trigger: this.#options.trigger.name, ...arrival.subject });
    return true;
  }

  #accept(arrival: Arrival, units = 1): void {
    const { trigger, observe } = this.#options;
    for (let unit = 0; unit < units; unit++) observe({ kind: 'accepted', trigger: trigger.name, ...arrival.subject });
  }
}
