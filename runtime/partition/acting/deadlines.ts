import type { Clock } from '../../support/clock.ts';

/** Something that runs, and must end in time. */
export interface Running {
  deadline: number;
}

/**
 * Ends what takes too long. Everything here has the same time-out, so the order of starting is the order of deadlines
 * and one timer, set anew only when it fires, serves thousands a second.
 */
export class Deadlines<Item extends Running> implements Disposable {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #expired: (item: Item) => void;
  readonly #running = new Set<Item>();
  #timer: Disposable | undefined;

  constructor(clock: Clock, timeoutMs: number, expired: (item: Item) => void) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#expired = expired;
  }

  get running(): Iterable<Item> {
    return this.#running;
  }

  add(item: Item): void {
    item.deadline = this.#clock.now() + this.#timeoutMs;
    this.#running.add(item);
    this.#timer ??= this.#clock.schedule(this.#timeoutMs, () => this.#fire());
  }

  remove(item: Item): void {
    this.#running.delete(item);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#running.clear();
  }

  #fire(): void {
    this.#timer = undefined;
    const now = this.#clock.now();
    for (const item of this.#running) {
      if (item.deadline > now) {
        this.#timer = this.#clock.schedule(item.deadline - now, () => this.#fire());
        return;
      }
      this.#running.delete(item);
      this.#expired(item);
    }
  }
}
