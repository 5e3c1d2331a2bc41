import type { OnTimeout } from '../../../model/sensor/correlation.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import type { Ended } from '../../sensor/join/generation.ts';
import type { Observe } from '../../support/observation.ts';
import type { Lane } from '../lane/lane.ts';
import type { HeldEvent } from '../work/held-event.ts';
import type { Work } from '../work/work.ts';
import { toWorkKey } from '../work/work-cell.ts';
import type { Item } from './heads.ts';
import type { Waiting } from './held-events.ts';
import { toFiring, toHopeless } from './to-work.ts';

export interface FatesOptions {
  readonly trigger: CompiledTrigger;
  readonly lane: Lane;
  readonly observe: Observe;
  readonly start: (work: Work, units: number) => void;
}

interface Fate extends Waiting {
  readonly as: Ended<Item>['as'];
  readonly by: HeldEvent | undefined;
}

/** What becomes of events that were held: each is counted once, and told. */
export class Fates {
  readonly #options: FatesOptions;

  constructor(options: FatesOptions) {
    this.#options = options;
  }

  /** They fire together. */
  fire(key: string, all: readonly Waiting[]): void {
    const { trigger, observe, start } = this.#options;
    const { work, last } = toFiring(trigger, key, all);
    const executionId = work.joined?.executionId ?? '';
    for (const waiting of all)
      if (waiting !== last) observe({ kind: 'joined', executionId, ...this.#subject(waiting) });
    start(work, all.length);
  }

  /** They fire nothing. */
  end(fates: readonly Fate[], why?: string): void {
    const { lane, observe } = this.#options;
    for (const fate of fates) {
      const subject = this.#subject(fate);
      if (fate.as === 'superseded') {
        lane.release('superseded');
        observe({ kind: 'superseded', by: toRef(fate.by as HeldEvent), ...subject });
      } else if (fate.as === 'refused') {
        lane.release('filtered');
        observe({ kind: 'filtered', by: 'condition', ...subject });
      }
    }
    const unmet = fates.filter(({ as }) => as === 'unmet');
    if (unmet.length === 0) return;
    const onTimeout = {
      deadLetter: () => this.giveUp(unmet, why ?? this.#explain(unmet)),
      drop: () => this.#expire(unmet),
    } satisfies Record<OnTimeout, () => void>;
    // without a window nothing times out, but what can never hold is given up
    onTimeout[this.#options.trigger.join.window?.onTimeout ?? 'deadLetter']();
  }

  /** So many dependencies hold it already: it was redriven twice. */
  repeat(units: number): void {
    for (let unit = 0; unit < units; unit++) this.#options.lane.release('duplicate');
  }

  reset(all: readonly Waiting[], tick: number): void {
    for (const waiting of all) {
      this.#options.lane.release('reset');
      this.#options.observe({ kind: 'reset', tick, ...this.#subject(waiting) });
    }
  }

  /** Of an event that several dependencies held there is one letter. */
  giveUp(all: readonly Waiting[], reason: string): void {
    const { trigger, lane, start } = this.#options;
    for (const waiting of all) {
      const work = toHopeless(waiting.held, reason);
      const isTold = lane.home.get(toWorkKey(trigger.name, work)) !== undefined;
      if (isTold) this.#expire([waiting]);
      else start(work, 1);
    }
  }

  #expire(all: readonly Waiting[]): void {
    for (const waiting of all) {
      this.#options.lane.release('expired');
      this.#options.observe({ kind: 'expired', ...this.#subject(waiting) });
    }
  }

  #explain(unmet: readonly Waiting[]): string {
    const { rules, window } = this.#options.trigger.join;
    const missing = Object.keys(rules.collects).filter((name) => !unmet.some(({ dependency }) => dependency === name));
    return window
      ? `it waited ${window.within} for ${missing.join(' and ')}`
      : `nothing has its key any more, and it waited for ${missing.join(' and ')}`;
  }

  #subject({ dependency, held: { address, event, storedAt, offset } }: Waiting) {
    return { trigger: this.#options.trigger.name, dependency, address, event, storedAt, offset };
  }
}

function toRef({ event: { source, id }, offset }: HeldEvent) {
  return { source, id, offset };
}
