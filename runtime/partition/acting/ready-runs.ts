import type { Lane } from '../lane/lane.ts';
import type { Run } from './run.ts';

/** Executions that may start as soon as there is room: those that were tried before stand apart, and hold up no other. */
export class ReadyRuns {
  #fresh: Run[] = [];
  #tried: Run[] = [];

  /** How many were not tried yet. */
  get fresh(): number {
    return this.#fresh.length;
  }

  /** How many were. */
  get tried(): number {
    return this.#tried.length;
  }

  add(run: Run): void {
    (run.tries === 0 ? this.#fresh : this.#tried).push(run);
  }

  takeFresh(): Run | undefined {
    return this.#fresh.shift();
  }

  takeTried(): Run | undefined {
    return this.#tried.shift();
  }

  /** Of those that were tried, the one that was least often. */
  takeLeastTried(): Run | undefined {
    let best = 0;
    for (let i = 1; i < this.#tried.length; i++) {
      if ((this.#tried[i] as Run).tries < (this.#tried[best] as Run).tries) best = i;
    }
    return this.#tried.splice(best, 1)[0];
  }

  /** Takes out those of a lane. */
  takeOf(lane: Lane): Run[] {
    const isOfLane = (run: Run) => run.lane === lane;
    const taken = [...this.#fresh, ...this.#tried].filter(isOfLane);
    if (taken.length > 0) {
      this.#fresh = this.#fresh.filter((run) => !isOfLane(run));
      this.#tried = this.#tried.filter((run) => !isOfLane(run));
    }
    return taken;
  }
}
