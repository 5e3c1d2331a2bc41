import type { Json } from '../../model/json.ts';
import type { EventBus } from '../event-bus/contract.ts';
import type { CompiledTrigger } from '../sensor/compile-sensor.ts';
import { afterAttempt } from '../sensor/delivery.ts';
import { type Clock, sleep } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Observe } from '../support/observation.ts';
import type { OpenTrigger, Outcome } from '../trigger/contract.ts';
import { Acting } from './acting.ts';
import type { Arrival } from './arrival.ts';
import { Backoff } from './backoff.ts';
import type { Careful } from './careful.ts';
import { Circuit } from './circuit.ts';
import { toDeadLetter } from './dead-letter.ts';
import { DueQueue } from './due-queue.ts';
import { Gate } from './gate.ts';
import type { Lane } from './lane.ts';
import { toTriggerKey } from './ledger.ts';
import type { Work } from './parked.ts';
import { createRun, type Run, resumeRun } from './run.ts';

/** A trigger that a worker runs: what it does when, and how it acts. */
export interface RunnableTrigger {
  readonly trigger: CompiledTrigger;
  readonly action: OpenTrigger<Json>;
  /** Executions that may be under way at once on this replica; 512 by default. */
  readonly maxInFlight?: number;
}

export interface RunnerOptions extends RunnableTrigger {
  readonly bus: Pick<EventBus, 'publish'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly observe: Observe;
}

/** An execution waits in the process for so long in all; then it is parked. */
const maxWaitMs = 30_000;
/** With so many parked on this replica a trigger takes nothing more. */
const maxParked = 10_000;

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
  readonly #acting: Acting;
  readonly #circuit: Circuit;
  readonly #waiting: DueQueue<Run>;
  #ready: Run[] = [];
  /** Due, but their lane is suspended. */
  #held: Run[] = [];
  #probe: Run | undefined;
  #busyCount = 0;
  #actingCount = 0;
  #waitingCount = 0;
  #parkedCount = 0;

  constructor(options: RunnerOptions) {
    this.#options = options;
    const { trigger, action, clock, observe, maxInFlight = 512 } = options;
    this.trigger = trigger;
    this.key = toTriggerKey(trigger.name);
    this.#maxInFlight = maxInFlight;
    this.#acting = new Acting({
      spec: trigger.spec,
      action,
      clock,
      ended: (run, outcome) => this.#ended(run, outcome),
    });
    this.#waiting = new DueQueue(clock, (run) => this.#due(run));
    this.#circuit = new Circuit({
      clock,
      changed: (state, reason) =>
        observe({ kind: 'circuit', trigger: trigger.name, state, ...(reason !== undefined && { reason }) }),
      probe: () => this.#pump(),
    });
  }

  /** Whether it can take another event. While the circuit is open one is let in at a time, as the next probe. */
  get hasRoom(): boolean {
    if (this.#busyCount >= this.#maxInFlight || this.#parkedCount >= maxParked) return false;
    return !this.#circuit.open || !this.#ready.some(({ attempts }) => attempts === 0);
  }

  /** Whether it takes events faster than they come: it may read along with others again. */
  get hasAmpleRoom(): boolean {
    return !this.#circuit.open && this.#busyCount * 2 <= this.#maxInFlight && this.#parkedCount < maxParked;
  }

  addLane(lane: Lane, parked: readonly Work[]): void {
    this.lanes[lane.home.index] = lane;
    for (const work of parked) {
      lane.takeParked();
      this.#parkedCount++;
      this.#wait(resumeRun(lane, work));
    }
  }

  /** Lets go of a lane. What waits is parked where the lane drains, else left to the successor as it is stored. */
  removeLane(lane: Lane): void {
    this.lanes[lane.home.index] = undefined;
    this.#parkedCount -= lane.parked;
    const isOfLane = (run: Run) => run.lane === lane;
    const waiting = this.#waiting.take(isOfLane);
    for (const run of waiting) this.#stopWaiting(run);
    const ready = this.#ready.filter(isOfLane);
    this.#busyCount -= ready.length;
    this.#ready = this.#ready.filter((run) => !isOfLane(run));
    this.#held = this.#held.filter((run) => !isOfLane(run));
    for (const run of [...waiting, ...ready]) this.#leave(run);
    this.room.open();
  }

  /** Takes an event of a lane, and starts what follows from it. */
  offer(lane: Lane, arrival: Arrival): void {
    const { trigger } = this;
    const { observe } = this.#options;
    const { address, stored } = arrival;
    const subject = { trigger: trigger.name, address, event: stored.event, storedAt: stored.storedAt };
    observe({ kind: 'accepted', ...subject });
    const decision = arrival.decide(trigger);
    if (decision.kind === 'filter') {
      lane.takeFiltered(stored);
      observe({ kind: 'filtered', ...subject });
    } else if (decision.kind === 'deadLetter') {
      this.#refuse(lane, arrival, decision.reason);
    } else {
      const run = createRun(lane, arrival, decision.execution);
      lane.take(stored, run);
      this.#enqueue(run);
    }
  }

  /** Takes an event of a lane, and gives it up unseen. */
  condemn(lane: Lane, arrival: Arrival, reason: string): void {
    const { address, stored } = arrival;
    const { event, storedAt } = stored;
    this.#options.observe({ kind: 'accepted', trigger: this.trigger.name, address, event, storedAt });
    this.#refuse(lane, arrival, reason);
  }

  /** A lane's suspension has ended. */
  resume(lane: Lane): void {
    const due = this.#held.filter((run) => run.lane === lane);
    this.#held = this.#held.filter((run) => run.lane !== lane);
    for (const run of due) this.#enqueue(run);
  }

  /** Tells the attempts of a lane to stop. */
  abort(lane: Lane, reason: Error): void {
    this.#acting.abort(lane, reason);
  }

  [Symbol.dispose](): void {
    this.#waiting[Symbol.dispose]();
    this.#circuit[Symbol.dispose]();
    this.#acting[Symbol.dispose]();
    this.room.open();
  }

  #enqueue(run: Run): void {
    this.#busyCount++;
    this.#ready.push(run);
    this.#pump();
  }

  #pump(): void {
    while (this.#ready.length > 0) {
      if (this.#circuit.open) {
        if (!this.#circuit.due) return;
        this.#circuit.probing();
        this.#probe = this.#takeProbe();
        this.#attempt(this.#probe);
        return;
      }
      if (this.#actingCount >= this.#maxInFlight) return;
      this.#attempt(this.#ready.shift() as Run);
    }
  }

  /** The one with the fewest attempts, so that an outage exhausts nobody's. */
  #takeProbe(): Run {
    let best = 0;
    for (let i = 1; i < this.#ready.length; i++) {
      if ((this.#ready[i] as Run).attempts < (this.#ready[best] as Run).attempts) best = i;
    }
    return this.#ready.splice(best, 1)[0] as Run;
  }

  #attempt(run: Run): void {
    const { home } = run.lane;
    this.#actingCount++;
    run.lane.acting++;
    if (home.careful) {
      this.#attemptAlone(run, home.careful);
      return;
    }
    const may = home.mayAct();
    if (may === true) this.#act(run);
    else
      may.then(
        () => this.#act(run),
        () => this.#discard(run),
      );
  }

  #attemptAlone(run: Run, careful: Careful): void {
    const input = `${this.key}/${run.offset}`;
    const verdict = careful.verdict(input);
    if (verdict !== undefined) {
      this.#free(run);
      void this.#giveUp(run, verdict);
      return;
    }
    let started = false;
    const attempt = async () => {
      await run.lane.home.mayAct();
      started = true;
      const ended = Promise.withResolvers<void>();
      run.ended = ended.resolve;
      this.#act(run);
      await ended.promise;
    };
    careful.alone(input, attempt).catch(() => {
      if (!started) this.#discard(run);
    });
  }

  #act(run: Run): void {
    const { home } = run.lane;
    if (home.closed || home.draining) this.#discard(run);
    else this.#acting.start(run);
  }

  #ended(run: Run, outcome: Outcome): void {
    if (run.lane.home.closed) {
      this.#discard(run);
      return;
    }
    const wasProbe = this.#free(run);
    run.attempts++;
    if (outcome.kind === 'retry') this.#circuit.failed(outcome.reason, wasProbe);
    else this.#circuit.answered();
    this.#follow(run, outcome);
    this.#pump();
    this.room.open();
  }

  #follow(run: Run, outcome: Outcome): void {
    const { retry } = this.trigger.spec;
    const next = afterAttempt(retry, { attempt: run.attempts, outcome, random: this.#options.random });
    if (next.kind === 'done') {
      this.#settle(run, 'fired');
      const { executionId, attempts } = run;
      const detail = outcome.kind === 'done' && outcome.detail !== undefined ? { detail: outcome.detail } : {};
      this.#options.observe({ kind: 'fired', ...this.#subject(run), executionId, attempts, ...detail });
    } else if (next.kind === 'deadLetter') {
      void this.#giveUp(run, next.reason);
    } else {
      run.notBefore = this.#options.clock.now() + next.delayMs;
      run.waitedMs += next.delayMs;
      const reason = outcome.kind === 'done' ? '' : outcome.reason;
      const told = { reason, attempt: run.attempts, inMs: next.delayMs };
      this.#options.observe({ kind: 'retrying', ...this.#subject(run), ...told });
      if (run.lane.home.draining) this.#leave(run);
      else this.#wait(run);
    }
  }

  #wait(run: Run): void {
    const parks = run.waitedMs > maxWaitMs || this.#waitingCount >= this.#maxInFlight;
    // a parked one is stored again for its attempts
    if ((run.parked && run.waitedMs > 0) || parks) this.#park(run);
    run.waiting = true;
    if (!run.parked) this.#waitingCount++;
    this.#waiting.add(run.notBefore, run);
  }

  #due(run: Run): void {
    this.#stopWaiting(run);
    if (run.parked && run.lane.suspended) this.#held.push(run);
    else this.#enqueue(run);
  }

  #stopWaiting(run: Run): void {
    if (run.waiting && !run.parked) this.#waitingCount--;
    run.waiting = false;
  }

  #park(run: Run): void {
    if (!run.parked) {
      this.#countParked(run.lane, 1);
      if (run.waiting) this.#waitingCount--;
    }
    run.lane.park(run);
  }

  #countParked(lane: Lane, by: number): void {
    if (this.lanes[lane.home.index] === lane) this.#parkedCount += by;
  }

  #settle(run: Run, as: 'fired' | 'deadLettered'): void {
    if (run.parked) this.#countParked(run.lane, -1);
    run.lane.settle(run, as);
    for (let blocker = run.lane.blocker as Run | undefined; blocker?.executionId; blocker = run.lane.blocker as Run) {
      this.#park(blocker);
    }
  }

  #refuse(lane: Lane, arrival: Arrival, reason: string): void {
    const run = createRun(lane, arrival, { id: '', template: null });
    lane.take(arrival.stored, run);
    void this.#giveUp(run, reason);
  }

  /** Publishes the dead letter, for as long as it takes, before it settles the execution. */
  async #giveUp(run: Run, reason: string): Promise<void> {
    const { bus, clock, random, log, observe } = this.#options;
    const { offset, address, event, attempts, executionId, lane } = run;
    const given = { offset, address, event, reason, attempts, ...(executionId && { executionId }) };
    const letter = toDeadLetter(this.trigger.name, given);
    const backoff = new Backoff({ random });
    this.#busyCount++;
    lane.acting++;
    while (!lane.home.closed) {
      try {
        await bus.publish({ class: 'deadLetter', ...this.trigger.name }, letter);
        break;
      } catch (error) {
        log.warn('a dead letter cannot be stored; the event waits', { trigger: this.key, event: event.id, error });
        await sleep(clock, backoff.next());
      }
    }
    this.#busyCount--;
    this.#leaveAction(lane);
    if (!lane.home.closed) {
      this.#settle(run, 'deadLettered');
      observe({ kind: 'deadLettered', ...this.#subject(run), reason, attempts });
    }
    this.room.open();
  }

  /** The attempt ended, or never began: what came of it does not count. */
  #discard(run: Run): void {
    if (this.#free(run)) this.#circuit.abandoned();
    this.#leave(run);
    this.#pump();
    this.room.open();
  }

  /** Leaves an execution to the successor: one that was tried takes its attempts along. */
  #leave(run: Run): void {
    const { home } = run.lane;
    if (home.draining && !home.closed && run.attempts > 0) run.lane.park(run);
  }

  #free(run: Run): boolean {
    this.#actingCount--;
    this.#busyCount--;
    this.#leaveAction(run.lane);
    run.ended?.();
    run.ended = undefined;
    if (this.#probe !== run) return false;
    this.#probe = undefined;
    return true;
  }

  #leaveAction(lane: Lane): void {
    lane.acting--;
    if (lane.home.draining) lane.home.actionEnded();
  }

  #subject({ address, event, storedAt }: Run) {
    return { trigger: this.trigger.name, address, event, storedAt };
  }
}
