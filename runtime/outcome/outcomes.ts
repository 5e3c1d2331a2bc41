import type { Event } from '../../model/event/event.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import { sleep } from '../support/clock.ts';
import type { Observation, Subject } from '../support/observation.ts';
import { type Outcome, type OutcomeRecord, toOutcome } from './outcome.ts';
import { OutcomeQueue, type OutcomeQueueOptions } from './outcome-queue.ts';

export interface OutcomesOptions extends Pick<OutcomeQueueOptions, 'bus' | 'clock' | 'random'> {
  readonly namespace: string;
  readonly worker: string;
  /** So many records of a trigger were lost. */
  readonly dropped: (trigger: TriggerName, count: number) => void;
}

interface Told {
  readonly queue: OutcomeQueue;
  /** Events of which an attempt has failed. */
  readonly failed: WeakSet<Event>;
}

/** A failure before such a wait is recorded too, and not the first one alone. */
const longWaitMs = 10_000;

/** Who stops waits so long for a bus that does not answer. */
const partingMs = 2_000;

/**
 * Records on the bus what became of events, for who asks later. It is best effort: a bus that does not keep up makes it
 * lose the oldest, and never holds up who tells. Disposing it publishes what waits.
 */
export class Outcomes implements AsyncDisposable {
  readonly #options: OutcomesOptions;
  readonly #byTrigger = new Map<TriggerName, Told>();

  constructor(options: OutcomesOptions) {
    this.#options = options;
  }

  observe(observation: Observation): void {
    const outcome = toOutcome(observation);
    if (!outcome) return;
    const subject = observation as Extract<Observation, Subject>;
    if (subject.kind === 'retrying' && !this.#isNews(subject)) return;
    this.tell(subject.trigger, this.#toRecord(subject, outcome));
  }

  tell(trigger: TriggerName, record: OutcomeRecord): void {
    this.#of(trigger).queue.add(JSON.stringify(record));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const parting = new AbortController();
    const late = sleep(this.#options.clock, partingMs, parting.signal).catch(() => {});
    const all = Promise.all([...this.#byTrigger.values()].map(({ queue }) => queue[Symbol.asyncDispose]()));
    await Promise.race([all, late]);
    parting.abort();
  }

  #toRecord({ event: { source, id }, offset, dependency }: Subject, outcome: Outcome): OutcomeRecord {
    return {
      at: this.#options.clock.now(),
      event: { source, id, ...(offset !== undefined && { offset }) },
      ...(dependency !== undefined && { dependency }),
      outcome,
    };
  }

  #isNews({ trigger, event, inMs }: Extract<Observation, { kind: 'retrying' }>): boolean {
    const { failed } = this.#of(trigger);
    if (failed.has(event) && inMs < longWaitMs) return false;
    failed.add(event);
    return true;
  }

  #of(trigger: TriggerName): Told {
    // each observation of a trigger brings the same name object
    const known = this.#byTrigger.get(trigger);
    if (known) return known;
    const { namespace, worker, dropped } = this.#options;
    const queue = new OutcomeQueue({
      ...this.#options,
      address: { class: 'outcome', ...trigger },
      source: `/${namespace}/${worker}`,
      dropped: (count) => dropped(trigger, count),
    });
    const told = { queue, failed: new WeakSet<Event>() };
    this.#byTrigger.set(trigger, told);
    return told;
  }
}
