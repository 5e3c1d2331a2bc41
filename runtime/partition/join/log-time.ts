import type { Clock } from '../../support/clock.ts';
import type { Lane } from '../lane/lane.ts';

export interface LogTimeOptions {
  readonly lane: Pick<Lane, 'place' | 'home'>;
  readonly clock: Clock;
  /** Everything that was stored until this moment has been read. Says when it wants to be told next. */
  readonly passed: (until: number) => number;
}

/** What was stored just now may be read a little later. */
const graceMs = 100;
/** How often it is asked whether the end of the log has been reached. */
const pollMs = 200;

/**
 * The time of a lane's log, where nothing arrives that would tell it: it passes while all that is stored has been read,
 * and the bus is there.
 */
export class LogTime implements Disposable {
  readonly #options: LogTimeOptions;
  #timer: { readonly at: number; readonly handle: Disposable } | undefined;
  #disposed = false;

  constructor(options: LogTimeOptions) {
    this.#options = options;
  }

  /** Tells once this moment has passed. */
  wait(until: number): void {
    this.#schedule(until + graceMs);
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#timer?.handle[Symbol.dispose]();
  }

  #schedule(at: number): void {
    if (this.#disposed || at === Number.POSITIVE_INFINITY || (this.#timer && this.#timer.at <= at)) return;
    const { clock } = this.#options;
    this.#timer?.handle[Symbol.dispose]();
    this.#timer = { at, handle: clock.schedule(Math.max(0, at - clock.now()), () => this.#tick()) };
  }

  #tick(): void {
    this.#timer = undefined;
    const { lane } = this.#options;
    const may = lane.place.atEnd ? lane.home.mayAct() : undefined;
    if (may === true) this.#pass();
    // a record that counts now shows that the bus is there
    else if (may) may.then(() => this.#pass()).catch(() => {});
    else this.#poll();
  }

  #pass(): void {
    const { lane, clock, passed } = this.#options;
    if (this.#disposed) return;
    if (lane.place.atEnd) this.wait(passed(clock.now() - graceMs));
    else this.#poll();
  }

  #poll(): void {
    this.#schedule(this.#options.clock.now() + pollMs);
  }
}
