import type { Position } from '../../event-bus/contract.ts';
import type { Clock } from '../../support/clock.ts';

const sharedMs = 50;

/** Where the log ends; asked once for all who want to know within 50 ms. */
export class LogEnd {
  readonly #clock: Clock;
  readonly #resolve: () => Promise<Position>;
  #asked: { readonly at: number; readonly answer: Promise<Position> } | undefined;

  constructor(clock: Clock, resolve: () => Promise<Position>) {
    this.#clock = clock;
    this.#resolve = resolve;
  }

  ask(): Promise<Position> {
    const now = this.#clock.now();
    if (!this.#asked || now - this.#asked.at >= sharedMs) this.#asked = { at: now, answer: this.#resolve() };
    return this.#asked.answer;
  }
}
