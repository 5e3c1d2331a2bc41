import type { TriggerAddress } from '../../model/event/address.ts';
import type { EventBus } from '../event-bus/contract.ts';
import { EventBusError } from '../event-bus/error.ts';
import { Backoff } from '../support/backoff.ts';
import { type Clock, sleep } from '../support/clock.ts';
import { toOutcomesEvent } from './outcome.ts';

export interface OutcomeQueueOptions {
  readonly bus: Pick<EventBus, 'publish'>;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly address: TriggerAddress;
  /** Who tells: `/<namespace>/<worker>`. */
  readonly source: string;
  /** So many records were lost. */
  readonly dropped: (count: number) => void;
}

/** Records wait so long for others, so that one message holds many. */
const delayMs = 250;
/** A message has no more, so that any bus takes it. */
const mostBytes = 128 * 1024;
/** So many wait no longer. */
const mostInMessage = 200;
/** Of more than so many that wait, the oldest are lost. */
const mostWaiting = 2_000;

/** Publishes a trigger's records, many a message, one message at a time. Nobody waits for it. */
export class OutcomeQueue implements AsyncDisposable {
  readonly #options: OutcomeQueueOptions;
  readonly #backoff: Backoff;
  readonly #stopping = new AbortController();
  #lines: string[] = [];
  #timer: Disposable | undefined;
  #publishing: Promise<void> | undefined;

  constructor(options: OutcomeQueueOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#forgetOldest();
    this.#arm();
  }

  /** Publishes what waits, as far as the bus takes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    this.#disarm();
    await this.#publishing;
    while (this.#lines.length > 0 && (await this.#publishNext()));
  }

  #arm(): void {
    if (this.#publishing || this.#lines.length === 0 || this.#stopping.signal.aborted) return;
    if (this.#lines.length >= mostInMessage) this.#publish();
    else this.#timer ??= this.#options.clock.schedule(delayMs, () => this.#publish());
  }

  #disarm(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #publish(): void {
    this.#disarm();
    this.#publishing = this.#publishInTurn().finally(() => {
      this.#publishing = undefined;
      this.#arm();
    });
  }

  async #publishInTurn(): Promise<void> {
    const { clock } = this.#options;
    if (await this.#publishNext()) this.#backoff.reset();
    else await sleep(clock, this.#backoff.next(), this.#stopping.signal).catch(() => {});
  }

  /** Whether it was stored; what was not waits for another try, where there is any sense in it. */
  async #publishNext(): Promise<boolean> {
    const { bus, clock, address, source, dropped } = this.#options;
    const lines = this.#lines.splice(0, this.#fitting());
    try {
      await bus.publish(address, toOutcomesEvent(lines, source, clock.now()));
      return true;
    } catch (error) {
      if (error instanceof EventBusError && error.retryable) {
        this.#lines.unshift(...lines);
        this.#forgetOldest();
      } else dropped(lines.length);
      return false;
    }
  }

  /** How many of the oldest fit into a message; one at least. */
  #fitting(): number {
    let bytes = 0;
    const tooMany = this.#lines.slice(0, mostInMessage).findIndex((line) => {
      bytes += line.length;
      return bytes > mostBytes;
    });
    return tooMany < 0 ? mostInMessage : Math.max(tooMany, 1);
  }

  #forgetOldest(): void {
    const surplus = this.#lines.length - mostWaiting;
    if (surplus <= 0) return;
    this.#lines.splice(0, surplus);
    this.#options.dropped(surplus);
  }
}
