import type { Json } from '../../../model/json.ts';
import { toTriggerKey } from '../../../model/trigger/trigger-name.ts';
import type { EventBus, Position } from '../../event-bus/contract.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import { afterAttempt } from '../../sensor/delivery.ts';
import type { Clock } from '../../support/clock.ts';
import { Gate } from '../../support/gate.ts';
import type { Log } from '../../support/log.ts';
import type { Observe } from '../../support/observation.ts';
import type { OpenTrigger, Outcome } from '../../trigger/contract.ts';
import { toLetterRoom } from '../dead-letter/letter-room.ts';
import type { Lane } from '../lane/lane.ts';
import type { Arrival } from '../work/arrival.ts';
import { othersOf } from '../work/joined.ts';
import type { Work } from '../work/work.ts';
import { readWork } from '../work/work-cell.ts';
import { Launcher } from './launcher.ts';
import { Letters } from './letters.ts';
import { Reception } from './reception.ts';
import { Redrives } from './redrives.ts';
import { createRun, type Run, resumeRun, storedRun, subjectOf } from './run.ts';
import { WaitingRoom } from './waiting-room.ts';

/** A trigger that a worker runs: what it does when, and how it acts. */
export interface RunnableTrigger {
  readonly trigger: CompiledTrigger;
  readonly action: OpenTrigger<Json>;
  /** Executions that may be under way at once on this replica; 512 by default. */
  readonly maxInFlight?: number;
}

export interface RunnerOptions extends RunnableTrigger {
  readonly namespace: string;
  readonly worker: string;
  /** How many partitions the worker's work has. */
  readonly count: number;
  readonly bus: Pick<EventBus, 'publish' | 'promises'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly observe: Observe;
  /** Where the log of all that the worker's triggers depend on ends now. */
  readonly logEnd: () => Promise<Position>;
  /** As the bus tells the time. */
  readonly busClock: Clock;
}

/** With so many parked on this replica a trigger takes nothing more. */
const maxParked = 10_000;
/** Nor with so many changes of its partitions that no record holds yet. */
const maxUnstored = 20_000;

/** One trigger on this replica, over all partitions that are owned here: it acts, retries, gives up and settles. */
export class TriggerRunner implements Disposable {
  readonly trigger: CompiledTrigger;
  readonly key: string;
  /** By partition. */
  readonly lanes: (Lane | undefined)[] = [];
  /** Opens whenever there may be room again. */
  readonly room = new Gate();
  readonly #options: RunnerOptions;
  readonly #maxInFlight: number;
  readonly #launcher: Launcher;
  readonly #waiting: WaitingRoom;
  readonly #letters: Letters;
  readonly #reception: Reception;
  readonly #redrives: Redrives;
  /** Executions whose records are under way. */
  readonly #storing = new Set<Run>();

  constructor(options: RunnerOptions) {
    this.#options = options;
    const { trigger, action, clock, observe, maxInFlight = 512 } = options;
    this.trigger = trigger;
    this.key = toTriggerKey(trigger.name);
    this.#maxInFlight = maxInFlight;
    this.#launcher = new Launcher({
      spec: trigger.spec,
      action,
      clock,
      maxInFlight,
      circuitChanged: (state, reason) =>
        observe({ kind: 'circuit', trigger: trigger.name, state, ...(reason !== undefined && { reason }) }),
      ended: (run, outcome) => this.#ended(run, outcome),
      discarded: (run) => this.#leave(run),
      condemned: (run, reason) => this.#letters.add(run, reason),
      freed: () => this.room.open(),
    });
    this.#letters = new Letters({
      ...options,
      trigger: trigger.name,
      worker: `${options.namespace}/${options.worker}`,
      stored: (run, reason) => this.#deadLettered(run, reason),
      freed: () => this.room.open(),
    });
    this.#reception = new Reception({
      ...options,
      clock: options.busClock,
      maxHeldBytes: toLetterRoom(options.bus.promises),
      run: (lane, arrival, execution) => this.#run(lane, arrival, execution),
      fire: (lane, work, units) => this.#fire(lane, work, units),
      hasRoom: () => this.hasRoom,
      giveUp: (lane, arrival, reason) => this.#giveUp(lane, arrival, reason),
    });
    this.#redrives = new Redrives({
      ...options,
      launch: (run) => this.#launcher.add(run),
      filter: (run) => this.#filter(run),
      giveUp: (run, reason) => this.#letters.add(run, reason),
      join: (lane, newcomer, takers) => this.#reception.join(lane, newcomer, takers),
    });
    this.#waiting = new WaitingRoom({ clock, maxWaiting: maxInFlight, due: (run) => this.#start(run) });
  }

  /** Whether it can take another event. While the circuit is open one is let in at a time, as the next probe. */
  get hasRoom(): boolean {
    if (this.#busy >= this.#maxInFlight) return false;
    const { parked, unstored } = this.#load;
    if (parked >= maxParked || unstored >= maxUnstored) return false;
    return !this.#launcher.circuitOpen || !this.#launcher.hasFreshProbe;
  }

  /** Whether it takes events faster than they come: it may read along with others again. */
  get hasAmpleRoom(): boolean {
    return !this.#launcher.circuitOpen && this.#busy * 2 <= this.#maxInFlight && this.#load.parked < maxParked;
  }

  /** Whether its target is away, so that nothing starts. */
  get isHeldUp(): boolean {
    return this.#launcher.circuitOpen;
  }

  /** Takes up what the cells of a partition hold of the trigger. */
  addLane(lane: Lane, cells: ReadonlyMap<string, Json>): void {
    this.lanes[lane.home.index] = lane;
    for (const { uncounted, ...work } of readWork(cells, this.trigger.name)) {
      if (uncounted) this.redrive(lane, work);
      else {
        lane.takeParked(work);
        this.#waiting.restore(resumeRun(lane, work));
      }
    }
    this.#reception.addLane(lane, cells);
  }

  /** Lets go of a lane. What waits is parked where the lane drains, else left to the successor as it is stored. */
  removeLane(lane: Lane): void {
    if (this.lanes[lane.home.index] === lane) this.lanes[lane.home.index] = undefined;
    this.#reception.removeLane(lane);
    this.#letters.drop(lane);
    for (const run of this.#storing) if (run.lane === lane) this.#storing.delete(run);
    for (const run of [...this.#waiting.take(lane), ...this.#launcher.take(lane)]) this.#leave(run);
    this.room.open();
  }

  /** Takes an event of a lane, and starts what follows from it. */
  offer(lane: Lane, arrival: Arrival): void {
    this.#reception.take(lane, arrival);
  }

  /** Takes an event that was given up and is redriven: it is evaluated as it would be on its arrival. */
  redrive(lane: Lane, work: Work): void {
    const run = this.#redrives.take(lane, work);
    if (run) this.#waiting.restore(run);
  }

  /** Takes an event of a lane, and gives it up unseen. */
  condemn(lane: Lane, arrival: Arrival, reason: string): void {
    this.#reception.condemn(lane, arrival, reason);
  }

  /** A lane's suspension has ended. */
  resume(lane: Lane): void {
    this.#waiting.resume(lane);
  }

  /** Tells the attempts of a lane to stop. */
  abort(lane: Lane, reason: Error): void {
    this.#launcher.abort(lane, reason);
  }

  [Symbol.dispose](): void {
    this.#waiting[Symbol.dispose]();
    this.#launcher[Symbol.dispose]();
    this.room.open();
  }

  get #busy(): number {
    return this.#launcher.size + this.#letters.size + this.#storing.size;
  }

  /** Over all partitions: the executions that are parked, and the changes that no record holds yet. */
  get #load() {
    let parked = 0;
    let unstored = 0;
    for (const lane of this.lanes) {
      if (!lane) continue;
      parked += lane.parked;
      unstored += lane.home.unstored;
    }
    return { parked, unstored };
  }

  #run(lane: Lane, arrival: Arrival, execution: Pick<Work, 'executionId' | 'template'>): void {
    const run = createRun(lane, arrival, execution);
    lane.take(arrival.stored, run);
    this.#launcher.add(run);
  }

  #giveUp(lane: Lane, arrival: Arrival, reason: string): void {
    const run = createRun(lane, arrival, { executionId: '', template: null });
    lane.take(arrival.stored, run);
    this.#letters.add(run, reason);
  }

  /** Starts an execution once it is stored; gives it up where that is all that is left to do. */
  #fire(lane: Lane, work: Work, units: number): void {
    const run = storedRun(lane, work);
    lane.fire(run, units);
    this.#storing.add(run);
    lane.home.whenStored(() => {
      this.#storing.delete(run);
      if (lane.home.draining) this.#leave(run);
      else this.#waiting.restore(run);
    });
  }

  #ended(run: Run, outcome: Outcome): void {
    const { random, clock, observe } = this.#options;
    run.lane.survive(run);
    const attempt = Math.max(run.attempts, 1);
    const next = afterAttempt(this.trigger.spec.retry, { attempt, tries: run.tries, outcome, random });
    if (next.kind === 'done') {
      this.#settle(run, 'fired');
      const { executionId, attempts, joined } = run;
      const detail = 'detail' in outcome && outcome.detail !== undefined ? { detail: outcome.detail } : undefined;
      const others = joined && { others: othersOf(joined, run.offset) };
      observe({ kind: 'fired', ...subjectOf(run), executionId, attempts, ...detail, ...others });
    } else if (next.kind === 'deadLetter') {
      this.#letters.add(run, next.reason);
    } else {
      const { delayMs } = next;
      const reason = 'reason' in outcome ? outcome.reason : '';
      observe({ kind: 'retrying', ...subjectOf(run), reason, attempt: run.attempts, inMs: delayMs });
      run.notBefore = clock.now() + delayMs;
      if (run.lane.home.draining) this.#leave(run);
      else this.#waiting.add(run, delayMs);
    }
  }

  /** Starts what is due; what was redriven is evaluated first. */
  #start(run: Run): void {
    // those that were tried take no event's room, so that nothing else limits how many are in the process alone
    if (!run.parked && this.#launcher.triedWaiting >= this.#maxInFlight) this.#waiting.park(run);
    if (run.reason !== undefined) this.#letters.add(run, run.reason);
    else if (run.executionId !== '') this.#launcher.add(run);
    else this.#redrives.evaluate(run);
  }

  #filter(run: Run): void {
    this.#settle(run, 'filtered');
    this.#options.observe({ kind: 'filtered', ...subjectOf(run) });
  }

  #settle(run: Run, as: 'fired' | 'filtered' | 'deadLettered'): void {
    const { lane } = run;
    lane.settle(run, as);
    for (let blocker = lane.blocker as Run | undefined; blocker?.executionId; blocker = lane.blocker as Run) {
      this.#waiting.park(blocker);
    }
  }

  #deadLettered(run: Run, reason: string): void {
    this.#settle(run, 'deadLettered');
    this.#options.observe({ kind: 'deadLettered', ...subjectOf(run), reason, attempts: run.attempts });
  }

  /** Leaves an execution to the successor; one that was tried takes its attempts along. */
  #leave(run: Run): void {
    const { home } = run.lane;
    if (home.draining && !home.closed && run.attempts > 0) run.lane.park(run);
  }
}
