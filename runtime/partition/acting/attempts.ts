import { toMs } from '../../../model/duration.ts';
import type { Json } from '../../../model/json.ts';
import type { TriggerSpec } from '../../../model/trigger/trigger.ts';
import type { Clock } from '../../support/clock.ts';
import { describe } from '../../support/describe.ts';
import type { OpenTrigger, Outcome } from '../../trigger/contract.ts';
import type { Lane } from '../lane/lane.ts';
import { Deadlines } from './deadlines.ts';
import type { Run } from './run.ts';

export interface AttemptsOptions {
  readonly spec: Pick<TriggerSpec, 'timeout'>;
  readonly action: OpenTrigger<Json>;
  readonly clock: Clock;
  readonly ended: (run: Run, outcome: Outcome) => void;
}

/** How long after the time-out an action may still say what that means. */
const graceMs = 1_000;

/** The attempts of a trigger that run now: each ends exactly once, in time. */
export class Attempts implements Disposable {
  readonly #options: AttemptsOptions;
  readonly #deadlines: Deadlines<Run>;
  /** Of those that are told that their time is up. */
  readonly #graces: Deadlines<Run>;
  readonly #timedOut: string;

  constructor(options: AttemptsOptions) {
    const { clock, spec } = options;
    this.#options = options;
    this.#timedOut = `timed out after ${spec.timeout}`;
    this.#deadlines = new Deadlines(clock, toMs(spec.timeout), (run) => this.#expire(run));
    this.#graces = new Deadlines(clock, graceMs, (run) => this.#end(run, { kind: 'retry', reason: this.#timedOut }));
  }

  start(run: Run): void {
    const controller = new AbortController();
    run.controller = controller;
    this.#deadlines.add(run);
    const end = (outcome: Outcome) => {
      // what comes after the time-out and the grace is too late
      if (run.controller === controller) this.#end(run, outcome);
    };
    this.#act(run, controller.signal).then(end, (error: unknown) => end({ kind: 'retry', reason: describe(error) }));
  }

  /** Tells the attempts of a lane to stop. */
  abort(lane: Lane, reason: Error): void {
    for (const run of this.#deadlines.running) if (run.lane === lane) run.controller?.abort(reason);
  }

  [Symbol.dispose](): void {
    this.#deadlines[Symbol.dispose]();
    this.#graces[Symbol.dispose]();
  }

  #act({ executionId, attempts, template }: Run, signal: AbortSignal): Promise<Outcome> {
    try {
      return this.#options.action.act({ executionId, attempt: attempts + 1, template, signal });
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #expire(run: Run): void {
    this.#graces.add(run);
    run.controller?.abort(new DOMException(this.#timedOut, 'TimeoutError'));
  }

  #end(run: Run, outcome: Outcome): void {
    run.controller = undefined;
    this.#deadlines.remove(run);
    this.#graces.remove(run);
    this.#options.ended(run, outcome);
  }
}
