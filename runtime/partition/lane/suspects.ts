import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { Work } from '../work/work.ts';
import { toWorkKey } from '../work/work-cell.ts';

type Named = Pick<Work, 'offset' | 'redriven' | 'joined'>;

/** What a lane's former owner may have died of: the oldest that it left, and what it parked untried. */
export class Suspects {
  readonly #trigger: TriggerName;
  /** The cells that they have, or would have. */
  readonly #keys = new Set<string>();
  #hasOldest = false;

  constructor(trigger: TriggerName) {
    this.#trigger = trigger;
  }

  /** Whether all were survived. */
  get areSurvived(): boolean {
    return this.#keys.size === 0;
  }

  /** One comes from the log. */
  addTaken(work: Named): void {
    if (!this.#hasOldest) this.#keys.add(toWorkKey(this.#trigger, work));
    this.#hasOldest = true;
  }

  /** One comes from its cell. */
  addParked(work: Named & Pick<Work, 'attempts'>): void {
    if (work.attempts === 0) this.#keys.add(toWorkKey(this.#trigger, work));
  }

  /** An attempt at it has ended, and the worker lives. */
  survive(work: Named): void {
    if (this.#keys.size > 0) this.#keys.delete(toWorkKey(this.#trigger, work));
  }
}
