import { ManualClock } from '../../../support/testing/manual-clock.ts';

/** A clock that stands still until it is advanced; what it says the time is can be set back. */
export class SetBackClock extends ManualClock {
  #byMs = 0;

  override now(): number {
    return super.now() - this.#byMs;
  }

  setBack(byMs: number): void {
    this.#byMs += byMs;
  }
}
