import type { Position } from '../../event-bus/contract.ts';
import type { Clock } from '../../support/clock.ts';
import type { Lane } from '../lane/lane.ts';

export interface LogTimeOptions {
  readonly lane: Pick<Lane, 'place'>;
  readonly clock: Clock;
  /** Where the log ends. */
  readonly logEnd: () => Promise<Position>;
  /** Everything that was stored until this moment has been read. Says when it wants to be told next. */
  readonly passed: (until: number) => number;
}

/** What was stored just now may be told of a little later. */
const graceMs = 100;
/** How often it is asked whether the end of the log has been reached. */
const pollMs = 100;
/** A bus tells seldom of itself how far it has come where nothing is of interest to who reads. */
const patienceMs = 300;
const lostMs = 10_000;

/**
 * The time of a lane's log, where nothing arrives that would tell it. It is that of the message that was read last; at the
 * end of the log it is the clock's, once the lane has come to where the bus says that the end was.
 */
export class LogTime implements Disposable {
  readonly #options: LogTimeOptions;
  #timer: { readonly at: number; readonly handle: Disposable } | undefined;
  #end: { readonly position: Position; readonly at: number } | undefined;
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
    const { lane, passed } = this.#options;
    const { reader } = lane.place;
    if (this.#end && lane.place.reaches(this.#end.position)) {
      const { at } = this.#end;
      this.#end = undefined;
      this.wait(passed(at));
    } else if (reader && !reader.atEnd && reader.storedAt !== undefined) this.wait(passed(reader.storedAt));
    else {
      if (reader?.atEnd && !this.#end) this.#ask();
      else if (reader?.atEnd && this.#isLong(patienceMs)) reader.refresh();
      // of a log that is there no more, it is never reached
      if (this.#isLong(lostMs)) this.#end = undefined;
      this.#schedule(this.#options.clock.now() + pollMs);
    }
  }

  #isLong(ms: number): boolean {
    return this.#end !== undefined && this.#options.clock.now() - this.#end.at > graceMs + ms;
  }

  #ask(): void {
    const { clock, logEnd } = this.#options;
    const at = clock.now() - graceMs;
    const answered = (position: Position) => {
      this.#end ??= { position, at };
      this.#schedule(clock.now());
    };
    // whoever does not answer is asked again
    logEnd().then(answered, () => {});
  }
}
