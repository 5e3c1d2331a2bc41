import type { Clock } from '../../support/clock.ts';
import type { Lane } from '../lane/lane.ts';
import { DueQueue } from './due-queue.ts';
import type { Run } from './run.ts';

export interface WaitingRoomOptions {
  readonly clock: Clock;
  /** How many may wait in the process alone; further ones are parked. */
  readonly maxWaiting: number;
  /** Its next attempt may start. */
  readonly due: (run: Run) => void;
}

/** An execution waits in the process alone for so long in all; then it is parked. */
const maxWaitMs = 30_000;

/** Executions between two attempts: for a short time in the process alone, for longer also in a cell of the journal. */
export class WaitingRoom implements Disposable {
  readonly #options: WaitingRoomOptions;
  readonly #queue: DueQueue<Run>;
  /** Due, but their lane is suspended. */
  #held: Run[] = [];
  #waiting = 0;

  constructor(options: WaitingRoomOptions) {
    this.#options = options;
    this.#queue = new DueQueue(options.clock, (run) => this.#due(run));
  }

  /** Lets an execution wait until `notBefore`. */
  add(run: Run, delayMs: number): void {
    run.waitedMs += delayMs;
    // the cell of a parked one is stored again, for its attempts
    if (run.parked || run.waitedMs > maxWaitMs || this.#waiting >= this.#options.maxWaiting) run.lane.park(run);
    this.#enter(run);
  }

  /** Lets an execution wait that has a cell already; one that is due is not kept waiting. */
  restore(run: Run): void {
    if (run.notBefore <= this.#options.clock.now()) this.#offer(run);
    else this.#enter(run);
  }

  /** Stores an execution in a cell of its own, whether it waits or runs. */
  park(run: Run): void {
    if (run.waiting && !run.parked) this.#waiting--;
    run.lane.park(run);
  }

  /** A lane's suspension has ended. */
  resume(lane: Lane): void {
    const due = this.#held.filter((run) => run.lane === lane);
    this.#held = this.#held.filter((run) => run.lane !== lane);
    for (const run of due) this.#options.due(run);
  }

  /** Takes back whatever waits. */
  take(lane: Lane): Run[] {
    const isOfLane = (run: Run) => run.lane === lane;
    const taken = this.#queue.take(isOfLane);
    for (const run of taken) this.#exit(run);
    this.#held = this.#held.filter((run) => !isOfLane(run));
    return taken;
  }

  [Symbol.dispose](): void {
    this.#queue[Symbol.dispose]();
  }

  #enter(run: Run): void {
    run.waiting = true;
    if (!run.parked) this.#waiting++;
    this.#queue.add(run.notBefore, run);
  }

  #exit(run: Run): void {
    run.waiting = false;
    if (!run.parked) this.#waiting--;
  }

  #due(run: Run): void {
    this.#exit(run);
    this.#offer(run);
  }

  #offer(run: Run): void {
    if (run.parked && run.lane.suspended) this.#held.push(run);
    else this.#options.due(run);
  }
}
