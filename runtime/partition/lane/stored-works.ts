import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { Work } from '../work/work.ts';
import { toWorkCell, toWorkKey } from '../work/work-cell.ts';
import type { Home } from './home.ts';

type Named = Pick<Work, 'offset' | 'redriven' | 'joined'>;

/** The executions of a lane that have cells of their own, and hold up nothing. */
export class StoredWorks {
  readonly #trigger: TriggerName;
  readonly #home: Home;
  #size = 0;
  /** The cells of those that were redriven. */
  readonly #redriven = new Set<string>();

  constructor(trigger: TriggerName, home: Home) {
    this.#trigger = trigger;
    this.#home = home;
  }

  get size(): number {
    return this.#size;
  }

  /** Whether one that is redriven was redriven before, and is pending. */
  has(work: Named): boolean {
    return this.#redriven.has(this.#keyOf(work));
  }

  add(work: Named): void {
    this.#size++;
    if (work.redriven) this.#redriven.add(this.#keyOf(work));
  }

  /** Stores one as it is now. */
  store(work: Work): void {
    this.#home.put(this.#keyOf(work), toWorkCell(work));
  }

  remove(work: Named): void {
    this.#size--;
    if (work.redriven) this.#redriven.delete(this.#keyOf(work));
    this.#home.put(this.#keyOf(work), undefined);
  }

  #keyOf(work: Named): string {
    return toWorkKey(this.#trigger, work);
  }
}
