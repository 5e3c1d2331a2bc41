import type { Clock } from '../../support/clock.ts';

export interface CircuitOptions {
  readonly clock: Clock;
  /** It opened or closed. */
  readonly changed: (state: 'open' | 'closed', reason?: string) => void;
  /** Another probe may start. */
  readonly probe: () => void;
}

/** So many failures in a row open it. */
const failuresUntilOpen = 10;
const minDelayMs = 1_000;
const maxDelayMs = 30_000;

/**
 * Whether a target is there. It opens after a row of failures that another attempt might mend, then lets one attempt
 * through at a time, after 1 s, 2 s ... 30 s; any answer closes it.
 */
export class Circuit implements Disposable {
  readonly #options: CircuitOptions;
  #failures = 0;
  #delayMs = 0;
  #state: 'closed' | 'waiting' | 'due' | 'probing' = 'closed';
  #timer: Disposable | undefined;

  constructor(options: CircuitOptions) {
    this.#options = options;
  }

  get open(): boolean {
    return this.#state !== 'closed';
  }

  /** Whether an open circuit lets a probe through now. */
  get due(): boolean {
    return this.#state === 'due';
  }

  /** The probe starts. */
  probing(): void {
    this.#state = 'probing';
  }

  /** The target answered: whatever it said, it is there. */
  answered(): void {
    this.#failures = 0;
    if (this.#state === 'closed') return;
    this.#disarm();
    this.#state = 'closed';
    this.#options.changed('closed');
  }

  /** An attempt failed in a way that another might mend; `probe`: it was the probe. */
  failed(reason: string, probe: boolean): void {
    if (this.#state === 'closed') {
      if (++this.#failures < failuresUntilOpen) return;
      this.#delayMs = minDelayMs;
      this.#await();
      this.#options.changed('open', reason);
    } else if (probe) {
      this.#delayMs = Math.min(this.#delayMs * 2, maxDelayMs);
      this.#await();
    }
  }

  /** The probe came to nothing: its partition went away. */
  abandoned(): void {
    if (this.#state === 'probing') this.#await();
  }

  [Symbol.dispose](): void {
    this.#disarm();
  }

  #await(): void {
    this.#disarm();
    this.#state = 'waiting';
    this.#timer = this.#options.clock.schedule(this.#delayMs, () => {
      this.#state = 'due';
      this.#options.probe();
    });
  }

  #disarm(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }
}
