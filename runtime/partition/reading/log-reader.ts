import { setImmediate } from 'node:timers/promises';
import type { Address } from '../../../model/event/address.ts';
import type { EventBus, Position, Stored } from '../../event-bus/contract.ts';
import { PositionLostError } from '../../event-bus/error.ts';
import { Backoff } from '../../support/backoff.ts';
import { type Clock, sleep } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import type { Valve } from './valve.ts';

export interface LogReaderOptions {
  readonly bus: Pick<EventBus, 'log' | 'resolve'>;
  readonly addresses: readonly Address[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly valve: Valve;
  /**
   * Takes a message. A promise holds the reader up, and is followed by the same message again, for whoever has come
   * meanwhile; the signal aborts when the reader is moved.
   */
  readonly offer: (stored: Stored, signal: AbortSignal) => void | Promise<void>;
  /** The reader has come further. */
  readonly advanced?: (reader: LogReader) => void;
  /** What lay behind its position is gone; whoever is told moves it to the beginning. */
  readonly lost: (beginning: Position, error: PositionLostError) => void;
}

/** How many messages are taken in a row before anything else gets a turn. */
const turn = 256;
const refreshMs = 500;

/** Follows the log from a position, through errors, until it is stopped. */
export class LogReader {
  readonly #options: LogReaderOptions;
  readonly #backoff: Backoff;
  #position: Position = '';
  #atEnd = false;
  #storedAt: number | undefined;
  #refreshedAt = Number.NEGATIVE_INFINITY;
  #lost: PositionLostError | undefined;
  #reading: AbortController | undefined;

  constructor(options: LogReaderOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  /** The frontier behind all that it has offered. */
  get position(): Position {
    return this.#position;
  }

  /** It has read everything that was stored when the bus said so. */
  get atEnd(): boolean {
    return this.#atEnd;
  }

  /** When the bus stored what it offered last, in milliseconds since 1970; absent while it has offered nothing. */
  get storedAt(): number | undefined {
    return this.#storedAt;
  }

  get running(): boolean {
    return this.#reading !== undefined;
  }

  /** Reads from here, wherever it was. */
  start(from: Position): void {
    this.#lost = undefined;
    this.#position = from;
    this.#storedAt = undefined;
    this.#start();
  }

  /** Reads from the beginning: where it stood means nothing any more. */
  startAnew(lost: PositionLostError): void {
    this.#lost = lost;
    this.#start();
  }

  /** Changes where it is about to read from. */
  moveTo(position: Position): void {
    this.#position = position;
  }

  /** Asks the bus anew how far it has come; at most twice a second. */
  refresh(): void {
    const now = this.#options.clock.now();
    if (!this.running || now - this.#refreshedAt < refreshMs) return;
    this.#refreshedAt = now;
    this.#start();
  }

  stop(): void {
    this.#reading?.abort();
    this.#reading = undefined;
  }

  #start(): void {
    this.stop();
    this.#atEnd = false;
    const reading = new AbortController();
    this.#reading = reading;
    void this.#follow(reading.signal);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    while (!signal.aborted) {
      try {
        if (this.#lost) await this.#recover(this.#lost, signal);
        await this.#read(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#atEnd = false;
        if (error instanceof PositionLostError) this.#lost = error;
        log.warn('reading the log failed; it is read again', { error });
      }
      await sleep(clock, this.#backoff.next(), signal).catch(() => {});
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { bus, addresses, valve, offer, advanced } = this.#options;
    let taken = 0;
    for await (const item of bus.log({ after: this.#position, addresses, signal })) {
      if (signal.aborted) return;
      this.#backoff.reset();
      this.#atEnd = 'upTo' in item && item.atEnd;
      if ('upTo' in item) this.#position = item.upTo;
      else {
        if (!valve.isOpen) await valve.passes();
        while (!signal.aborted) {
          const held = offer(item, signal);
          if (!held) break;
          await held;
        }
        if (signal.aborted) return;
        // in the turn of the offer: whoever follows between the two would never be offered it
        this.#position = item.position;
        this.#storedAt = item.storedAt;
      }
      advanced?.(this);
      if (signal.aborted) return;
      if (!('upTo' in item) && ++taken % turn === 0) await setImmediate();
    }
  }

  async #recover(error: PositionLostError, signal: AbortSignal): Promise<void> {
    const { bus, addresses, lost } = this.#options;
    const beginning = await bus.resolve('beginning', addresses);
    if (signal.aborted) return;
    this.#lost = undefined;
    lost(beginning, error);
  }
}
