import type { Outcome } from '../../trigger/contract.ts';
import type { Careful } from '../careful.ts';
import type { Lane } from '../lane/lane.ts';
import { Attempts, type AttemptsOptions } from './attempts.ts';
import { Circuit } from './circuit.ts';
import { ReadyRuns } from './ready-runs.ts';
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

/**
 * Starts the attempts that are ready, as far as concurrency, the circuit and ownership allow. Executions that were tried
 * before have half of the slots and a circuit of their own: an event that the target never takes holds up none that it
 * would take.
 */
export class Launcher implements Disposable {
  readonly #options: LauncherOptions;
  readonly #attempts: Attempts;
  readonly #circuit: Circuit;
  readonly #triedCircuit: Circuit;
  readonly #mostTried: number;
  readonly #ready = new ReadyRuns();
  /** Whose state a running attempt decides. */
  readonly #probes = new Map<Run, Circuit>();
  readonly #runningTried = new Set<Run>();
  #running = 0;

  constructor(options: LauncherOptions) {
    const { clock, maxInFlight } = options;
    this.#options = options;
    this.#mostTried = Math.max(1, Math.floor(maxInFlight / 2));
    this.#attempts = new Attempts({ ...options, ended: (run, outcome) => this.#ended(run, outcome) });
    const probe = () => this.#pump();
    this.#circuit = new Circuit({ clock, changed: options.circuitChanged, probe });
    this.#triedCircuit = new Circuit({ clock, changed: () => {}, probe });
  }

  /** Attempts that run, or are ready to for the first time. */
  get size(): number {
    return this.#ready.fresh + this.#running;
  }

  /** Executions that were tried before, and are ready to be again. */
  get triedWaiting(): number {
    return this.#ready.tried;
  }

  get circuitOpen(): boolean {
    return this.#circuit.open;
  }

  /** Whether an open circuit has its next probe: something that was not tried yet. */
  get hasFreshProbe(): boolean {
    return this.#ready.fresh > 0;
  }

  add(run: Run): void {
    this.#ready.add(run);
    this.#pump();
  }

  /** Takes back what has not begun. */
  take(lane: Lane): Run[] {
    return this.#ready.takeOf(lane);
  }

  /** Tells the attempts of a lane to stop. */
  abort(lane: Lane, reason: Error): void {
    this.#attempts.abort(lane, reason);
  }

  [Symbol.dispose](): void {
    this.#circuit[Symbol.dispose]();
    this.#triedCircuit[Symbol.dispose]();
    this.#attempts[Symbol.dispose]();
  }

  #pump(): void {
    for (let next = this.#next(); next; next = this.#next()) this.#launch(next);
  }

  /** Takes what may start now. */
  #next(): Run | undefined {
    const ready = this.#ready;
    // the one with the fewest attempts, so that an outage exhausts nobody's
    if (this.#circuit.open) return this.#asProbe(this.#circuit, () => ready.takeFresh() ?? ready.takeLeastTried());
    if (this.#running >= this.#options.maxInFlight) return undefined;
    return this.#nextTried() ?? ready.takeFresh();
  }

  #nextTried(): Run | undefined {
    if (this.#runningTried.size >= this.#mostTried) return undefined;
    if (this.#triedCircuit.open) return this.#asProbe(this.#triedCircuit, () => this.#ready.takeLeastTried());
    return this.#ready.takeTried();
  }

  #asProbe(circuit: Circuit, take: () => Run | undefined): Run | undefined {
    const probe = circuit.due ? take() : undefined;
    if (probe) {
      circuit.probing();
      this.#probes.set(probe, circuit);
    }
    return probe;
  }

  #launch(run: Run): void {
    const { home } = run.lane;
    this.#running++;
    if (run.tries > 0) this.#runningTried.add(run);
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
      this.#free(run)?.abandoned();
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
    run.tries++;
    if (outcome.kind !== 'busy') run.attempts++;
    if (outcome.kind === 'retry' || outcome.kind === 'busy') this.#failed(run, outcome.reason);
    else this.#answered(run);
    this.#options.ended(run, outcome);
    this.#free(run);
    this.#pump();
    this.#options.freed();
  }

  #failed(run: Run, reason: string): void {
    const circuit = this.#runningTried.has(run) ? this.#triedCircuit : this.#circuit;
    const probed = this.#probes.get(run);
    (probed ?? circuit).failed(reason, probed !== undefined);
  }

  #answered(run: Run): void {
    if (this.#runningTried.has(run)) this.#triedCircuit.answered();
    this.#circuit.answered();
  }

  #discard(run: Run): void {
    this.#options.discarded(run);
    this.#free(run)?.abandoned();
    this.#pump();
    this.#options.freed();
  }

  /** Tells whose probe it was. */
  #free(run: Run): Circuit | undefined {
    this.#running--;
    this.#runningTried.delete(run);
    run.lane.actionEnded();
    run.ended?.();
    run.ended = undefined;
    const circuit = this.#probes.get(run);
    this.#probes.delete(run);
    return circuit;
  }
}
