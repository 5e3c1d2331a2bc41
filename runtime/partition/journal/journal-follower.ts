import { setImmediate } from 'node:timers/promises';
import type { Journal, JournalEntry, Position } from '../../event-bus/contract.ts';
import { EventBusError } from '../../event-bus/error.ts';
import { type Clock, sleep } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import type { Timing } from '../timing.ts';
import { Fold, type Verdict } from './fold.ts';
import type { EncodedPart } from './record.ts';

export interface JournalFollowerOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly log: Log;
  /** An entry was folded. */
  readonly folded: (verdict: Verdict) => void;
  /** It cannot be followed any further. */
  readonly failed: (error: unknown) => void;
}

/** Whoever reads so many bytes at once lets others have their turn. */
const turnBytes = 1024 ** 2;

/** Folds the entries of a journal, each once, as they come. */
export class JournalFollower implements Disposable {
  readonly fold = new Fold();
  readonly #options: JournalFollowerOptions;
  /** The entry that is being sent: what it tells is known, and held once. */
  sending: EncodedPart | undefined;
  #reading = new AbortController();
  /** What was folded ahead of the reading. */
  readonly #ahead = new Set<Position>();

  constructor(options: JournalFollowerOptions) {
    this.#options = options;
  }

  /** Reads on behind what is folded, anew; resolves once everything that was stored before the call is folded. */
  readOn(): Promise<void> {
    this.#reading.abort();
    this.#reading = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    void this.#follow(this.#reading.signal, resolve);
    return promise;
  }

  /** Folds an entry that was appended right behind a position, unless it has been read already. */
  foldAppended(entry: JournalEntry, after: Position | undefined): void {
    if (this.fold.position !== after) return;
    this.#ahead.add(entry.position);
    this.#fold(entry);
  }

  [Symbol.dispose](): void {
    this.#reading.abort();
  }

  async #follow(signal: AbortSignal, atTail: () => void): Promise<void> {
    const { clock, timing, log, failed } = this.#options;
    for (let pauseMs = timing.retryMs; !signal.aborted; pauseMs = Math.min(2 * pauseMs, timing.settleMs)) {
      try {
        await this.#read(signal, atTail);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof EventBusError && !error.retryable) return failed(error);
        log.warn('the journal cannot be read, reading on', { error, pauseMs });
      }
      await sleep(clock, pauseMs, signal).catch(() => {});
    }
  }

  async #read(signal: AbortSignal, atTail: () => void): Promise<void> {
    this.#ahead.clear();
    let bytesSinceTurn = 0;
    for await (const entry of this.#options.journal.read({ after: this.fold.position, signal })) {
      if (signal.aborted) return;
      if (entry === 'tail') {
        atTail();
        continue;
      }
      if (!this.#ahead.delete(entry.position)) this.#fold(entry);
      bytesSinceTurn += entry.bytes.byteLength;
      if (bytesSinceTurn < turnBytes) continue;
      bytesSinceTurn = 0;
      await setImmediate();
    }
  }

  #fold(entry: JournalEntry): void {
    const { sending } = this;
    const isOwn = sending !== undefined && Buffer.compare(sending.bytes, entry.bytes) === 0;
    this.#options.folded(this.fold.apply(entry, isOwn ? sending : undefined));
  }
}
