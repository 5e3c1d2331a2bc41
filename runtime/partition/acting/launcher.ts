import type { Outcome } from '../../trigger/contract.ts';
import type { Careful } from '../careful.ts';
import type { Lane } from '../lane/lane.ts';
import { Attempts, type AttemptsOptions } from './attempts.ts';
import { Circuit } from './circuit.ts';
import type { Run } from './run.ts';

export interface LauncherOptions extends AttemptsOptions {
  readonly maxInFlight: number;
  readonly circuitChanged: (state: 'open' | 'closed', reason?: string) => void;
  /** There may be room for another. */
  readonly freed: () => void;
  /** The attempt never began, or its partition has gone: what came of it does not count. */
  readonly discarded: (run: Run) => void;
  /** It must not be tried again, for this reason. */
  readonly condemned: (run: Run, reason: string) => void;
}

/** Starts the attempts that are ready, as far as concurrency, the circuit and ownership allow. */
export class Launcher implements Disposable {
  readonly #options: LauncherOptions;
  readonly #attempts: Attempts;
  readonly #circuit: Circuit;
  #ready: Run[] = [];
  #probe: Run | undefined;
  #running = 0;

  constructor(options: LauncherOptions) {
    this.#options = options;
    this.#attempts = new Attempts({ ...options, ended: (run, outcome) => this.#ended(run, outcome) });
    this.#circuit = new Circuit({
      clock: options.clock,
      changed: options.circuitChanged,
      probe: () => this.#pump(),
    });
  }

  /** Attempts that run or are ready to. */
  get size(): number {
    return this.#ready.length + this.#running;
  }

  get circuitOpen(): boolean {
    return this.#circuit.open;
  }

  /** Whether an open circuit has its next probe: something that was not tried yet. */
  get hasFreshProbe(): boolean {
    return this.#ready.some(({ attempts }) => attempts === 0);
  }

  add(run: Run): void {
    this.#ready.push(run);
    this.#pump();
  }

  /** Takes back what has not begun. */
  take(lane: Lane): Run[] {
    const taken = this.#ready.filter((run) => run.lane === lane);
    if (taken.length > 0) this.#ready = this.#ready.filter((run) => run.lane !== lane);
    return taken;
  }

  /** Tells the attempts of a lane to stop. */
  abort(lane: Lane, reason: Error): void {
    this.#attempts.abort(lane, reason);
  }

  [Symbol.dispose](): void {
    this.#circuit[Symbol.dispose]();
    this.#attempts[Symbol.dispose]();
  }

  #pump(): void {
    while (this.#ready.length > 0) {
      if (this.#circuit.open) {
        if (this.#circuit.due) this.#sendProbe();
        return;
      }
      if (this.#running >= this.#options.maxInFlight) return;
      this.#launch(this.#ready.shift() as Run);
    }
  }

  /** Tries the one with the fewest attempts, so that an outage exhausts nobody's. */
  #sendProbe(): void {
    let best = 0;
    for (let i = 1; i < this.#ready.length; i++) {
      if ((this.#ready[i] as Run).attempts < (this.#ready[best] as Run).attempts) best = i;
    }
    const [probe] = this.#ready.splice(best, 1) as [Run];
    this.#circuit.probing();
    this.#probe = probe;
    this.#launch(probe);
  }

  #launch(run: Run): void {
    const { home } = run.lane;
    this.#running++;
    run.lane.actionStarted();
    if (home.careful) {
      this.#launchAlone(run, home.careful);
      return;
    }
    const may = home.mayAct();
    if (may === true) {
      this.#act(run);
      return;
    }
    may.then(
      () => this.#act(run),
      () => this.#discard(run),
    );
  }

  #launchAlone(run: Run, careful: Careful): void {
    let started = false;
    const attempt = async () => {
      await run.lane.home.mayAct();
      started = true;
      const ended = Promise.withResolvers<void>();
      run.ended = ended.resolve;
      this.#act(run);
      await ended.promise;
    };
    const condemn = (reason: string) => {
      this.#options.condemned(run, reason);
      if (this.#free(run)) this.#circuit.abandoned();
    };
    careful.take({ trigger: run.lane.trigger, offset: run.offset }, { run: attempt, condemn }).catch(() => {
      if (!started) this.#discard(run);
    });
  }

  #act(run: Run): void {
    const { home } = run.lane;
    if (home.closed || home.draining) this.#discard(run);
    else this.#attempts.start(run);
  }

  #ended(run: Run, outcome: Outcome): void {
    if (run.lane.home.closed) {
      this.#discard(run);
      return;
    }
    if (outcome.kind !== 'busy') run.attempts++;
    const wasProbe = this.#probe === run;
    if (outcome.kind === 'retry' || outcome.kind === 'busy') this.#circuit.failed(outcome.reason, wasProbe);
    else this.#circuit.answered();
    this.#options.ended(run, outcome);
    this.#free(run);
    this.#pump();
    this.#options.freed();
  }

  #discard(run: Run): void {
    this.#options.discarded(run);
    if (this.#free(run)) this.#circuit.abandoned();
    this.#pump();
    this.#options.freed();
  }

  /** Whether it was the probe. */
  #free(run: Run): boolean {
    this.#running--;
    run.lane.actionEnded();
    run.ended?.();
    run.ended = undefined;
    if (this.#probe !== run) return false;
    this.#probe = undefined;
    return true;
  }
}
