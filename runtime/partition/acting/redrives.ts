import { toShare } from '../../../model/hash.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import { type Admission, countUnits, type Taker } from '../../sensor/join/admit.ts';
import type { Decision } from '../../sensor/step.ts';
import type { Observe } from '../../support/observation.ts';
import { decideOnJoined } from '../join/to-work.ts';
import type { Lane } from '../lane/lane.ts';
import { Arrival } from '../work/arrival.ts';
import type { Newcomer } from '../work/held-event.ts';
import type { Work } from '../work/work.ts';
import { toWorkKey } from '../work/work-cell.ts';
import { type Run, resumeRun, subjectOf } from './run.ts';

export interface RedrivesOptions {
  readonly trigger: CompiledTrigger;
  /** How many partitions the worker's work has. */
  readonly count: number;
  readonly observe: Observe;
  /** It is executed. */
  readonly launch: (run: Run) => void;
  /** Its filters refuse it. */
  readonly filter: (run: Run) => void;
  readonly giveUp: (run: Run, reason: string) => void;
  /** It waits for others, for those that let it pass. */
  readonly join: (lane: Lane, newcomer: Newcomer, takers: readonly Taker[]) => void;
}

/** Events of a trigger that were given up and are redriven: each is evaluated as it would be on its arrival. */
export class Redrives {
  readonly #options: RedrivesOptions;

  constructor(options: RedrivesOptions) {
    this.#options = options;
  }

  /** Takes one; absent where it is another partition's to do, or is pending already. */
  take(lane: Lane, work: Work): Run | undefined {
    const { trigger, observe } = this.#options;
    if (!this.#isOf(lane, work)) {
      lane.home.put(toWorkKey(trigger.name, work), undefined);
      return undefined;
    }
    if (!lane.takeRedriven(work)) return undefined;
    const run = resumeRun(lane, work);
    observe({ kind: 'accepted', ...subjectOf(run) });
    return run;
  }

  /** Evaluates one that is due; alone where it may kill the worker. */
  evaluate(run: Run): void {
    const { careful } = run.lane.home;
    if (!careful) {
      this.#decide(run);
      return;
    }
    const condemn = (reason: string) => this.#options.giveUp(run, reason);
    const input = { trigger: run.lane.trigger, offset: run.offset };
    careful.take(input, { run: () => this.#decide(run), condemn }).catch(() => {});
  }

  #decide(run: Run): void {
    if (run.lane.home.draining) return;
    const { launch, filter, giveUp } = this.#options;
    const decision = this.#evaluateAnew(run);
    if (decision.kind === 'take') this.#rejoin(run, decision.takers);
    else if (decision.kind === 'filter') filter(run);
    else if (decision.kind === 'deadLetter') giveUp(run, decision.reason);
    else {
      run.executionId = decision.execution.id;
      run.template = decision.execution.template;
      launch(run);
    }
  }

  #rejoin(run: Run, takers: readonly Taker[]): void {
    const { observe, join } = this.#options;
    const units = countUnits(takers);
    for (let unit = 1; unit < units; unit++) observe({ kind: 'accepted', ...subjectOf(run) });
    run.lane.rejoin(run, units);
    join(run.lane, this.#toArrival(run).newcomer, takers);
  }

  /** Whether it is a lane's to do: of an event that has to meet others, every partition is told. */
  #isOf({ home: { index } }: Lane, work: Work): boolean {
    const { trigger, count } = this.#options;
    if (work.joined) return toShare(work.joined.executionId, count) === index;
    return !trigger.joined || this.#toArrival(work).partitionsOf(trigger).includes(index);
  }

  /** What follows, under the rules of today. */
  #evaluateAnew(run: Run): Decision | Admission {
    const { trigger } = this.#options;
    if (run.joined) return decideOnJoined(trigger, run.joined);
    const arrival = this.#toArrival(run);
    return trigger.joined ? arrival.admit(trigger, run.lane.home.index) : arrival.decide(trigger);
  }

  #toArrival(work: Work): Arrival<Work> {
    return new Arrival(work, { count: this.#options.count, redriven: true });
  }
}
