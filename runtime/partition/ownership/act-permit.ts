import { type Clock, sleep } from '../../support/clock.ts';
import type { Timing } from '../timing.ts';

export interface ActPermitOptions {
  readonly clock: Clock;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

/** Whether an owner may start an action: nobody else can act, for it counted lately, and waited out who was before it. */
export class ActPermit {
  readonly #options: ActPermitOptions;
  #sentAt = Number.NEGATIVE_INFINITY;
  #wait: { readonly ms: number; readonly over: Promise<void> } | undefined;

  constructor(options: ActPermitOptions) {
    this.#options = options;
  }

  get granted(): boolean {
    const { clock, timing } = this.#options;
    const ageMs = clock.now() - this.#sentAt;
    // a clock that was set back tells nothing
    return !this.#wait && ageMs >= 0 && ageMs < timing.actWithinMs;
  }

  /** Resolves once the wait for the former owner is over; absent where it is. */
  get wait(): Promise<void> | undefined {
    return this.#wait?.over;
  }

  /** What a successor has to wait on this owner's account: the wait it had itself, while that is not over. */
  get owedMs(): number {
    return this.#wait?.ms ?? 0;
  }

  /** A record counts whose last entry was first sent then. */
  renew(sentAt: number): void {
    this.#sentAt = sentAt;
  }

  /** Starts the wait. By a timer, since clocks may be set while it lasts. */
  startWait(ms: number): void {
    if (ms <= 0) return;
    const { clock, signal } = this.#options;
    const over = sleep(clock, ms, signal).then(() => {
      this.#wait = undefined;
    });
    over.catch(() => {});
    this.#wait = { ms, over };
  }
}
