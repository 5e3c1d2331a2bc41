import type { Clock } from '../support/clock.ts';
import { describe } from '../support/describe.ts';
import type { Log } from '../support/log.ts';

const everyMs = 60_000;

/** What goes wrong again and again: told when it begins or changes, then once a minute, and when it is over. */
export class Trouble {
  readonly #options: { readonly clock: Clock; readonly log: Log; readonly what: string };
  #told: string | undefined;
  #toldAt = 0;

  constructor(options: { readonly clock: Clock; readonly log: Log; readonly what: string }) {
    this.#options = options;
  }

  tell(error: unknown): void {
    const { clock, log, what } = this.#options;
    const reason = describe(error);
    if (reason === this.#told && clock.now() - this.#toldAt < everyMs) return;
    this.#told = reason;
    this.#toldAt = clock.now();
    log.warn(what, { error });
  }

  end(): void {
    if (this.#told === undefined) return;
    this.#told = undefined;
    this.#options.log.info('that is over', { what: this.#options.what });
  }
}
