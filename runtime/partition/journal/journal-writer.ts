import type { Journal } from '../../event-bus/contract.ts';
import { EventBusError } from '../../event-bus/error.ts';
import { type Clock, sleep } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import { orAborted } from '../../support/or-aborted.ts';
import type { Timing } from '../timing.ts';
import type { CellText } from './cells.ts';
import type { Fold, Verdict } from './fold.ts';
import { JournalFollower } from './journal-follower.ts';
import { type EncodedPart, encodeRecord, type RecordHead } from './record.ts';

export interface JournalWriterOptions {
  readonly journal: Journal;
  readonly maxEntryBytes: number;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly log: Log;
  /** Ends everything under way. */
  readonly signal: AbortSignal;
  /** An entry was folded, whoever wrote it. */
  readonly folded: () => void;
  /** The journal cannot be read or written any further. */
  readonly failed: (error: unknown) => void;
}

/** An entry under way. */
interface Sending extends Pick<EncodedPart, 'head' | 'part' | 'bytes'> {
  readonly folded: PromiseWithResolvers<void>;
  isFolded: boolean;
}

/** Writes records, one at a time, each until it counts. */
export class JournalWriter implements Disposable {
  readonly #options: JournalWriterOptions;
  readonly #follower: JournalFollower;
  #sending: Sending | undefined;

  constructor(options: JournalWriterOptions) {
    this.#options = options;
    this.#follower = new JournalFollower({ ...options, folded: (verdict) => this.#folded(verdict) });
  }

  get fold(): Fold {
    return this.#follower.fold;
  }

  /** Resolves once everything that was stored before the call is folded. */
  readToTail(): Promise<void> {
    const { signal } = this.#options;
    // a follower that is disposed would read for ever
    if (signal.aborted) return Promise.reject(signal.reason);
    return orAborted(this.#follower.readOn(), signal);
  }

  /**
   * Resolves once the record counts, with the time at which its last entry was first sent: it cannot have been stored
   * earlier. Rejects only when the signal aborts.
   */
  async write(head: RecordHead, changes: Iterable<CellText>): Promise<number> {
    for (;;) {
      const sentAt = await this.#writeParts(head, changes);
      if (sentAt !== undefined) return sentAt;
    }
  }

  [Symbol.dispose](): void {
    this.#follower[Symbol.dispose]();
  }

  /** Resolves to `undefined` where something that came between its parts has made an end of them. */
  async #writeParts(head: RecordHead, changes: Iterable<CellText>): Promise<number | undefined> {
    let sentAt: number | undefined;
    for (const entry of encodeRecord(head, changes, this.#options.maxEntryBytes)) {
      sentAt = this.#options.clock.now();
      this.#follower.sending = entry;
      const { part, bytes } = entry;
      if (!(await this.#send({ head, part, bytes, folded: Promise.withResolvers(), isFolded: false })))
        return undefined;
    }
    this.#follower.sending = undefined;
    return sentAt;
  }

  /**
   * Sends an entry until it is read at its turn: copies of it that land late are passed over by every reader. Whether it
   * was; if not, it has none any more.
   */
  async #send(sending: Sending): Promise<boolean> {
    const { clock, timing, signal } = this.#options;
    const { head, part } = sending;
    this.#sending = sending;
    for (let pauseMs = timing.retryMs; ; pauseMs = Math.min(2 * pauseMs, timing.settleMs)) {
      const isStored = await this.#append(sending.bytes);
      if (isStored && !sending.isFolded) await this.#within(sending.folded.promise);
      if (!sending.isFolded) await this.readToTail();
      if (sending.isFolded) return true;
      if (!this.fold.isNext(head.id, part)) return false;
      await sleep(clock, pauseMs, signal);
    }
  }

  /** Whether the bus says that it has stored the entry. Folds it where that makes it count. */
  async #append(bytes: Uint8Array): Promise<boolean> {
    const { journal, log, failed, signal } = this.#options;
    const after = this.fold.position;
    try {
      const answer = await this.#within(journal.append(bytes, after).then((position) => ({ position })));
      if (answer?.position !== undefined) this.#follower.foldAppended({ position: answer.position, bytes }, after);
      return answer !== undefined;
    } catch (error) {
      signal.throwIfAborted();
      if (isFinal(error)) failed(error);
      else log.warn('an append to the journal has no answer, looking it up', { error });
      signal.throwIfAborted();
      return false;
    }
  }

  /** What a promise resolves, or `undefined` if it takes too long. */
  async #within<T>(promise: Promise<T>): Promise<T | undefined> {
    const { clock, timing, signal } = this.#options;
    const silence = Promise.withResolvers<undefined>();
    using _ = clock.schedule(timing.settleMs, () => silence.resolve(undefined));
    return await orAborted(Promise.race([promise, silence.promise]), signal);
  }

  #folded(verdict: Verdict): void {
    const sending = this.#sending;
    if (sending && verdict.kind !== 'skipped' && isOf(verdict, sending)) {
      sending.isFolded = true;
      sending.folded.resolve();
    }
    this.#options.folded();
  }
}

function isOf({ record, part }: Verdict & { kind: 'counted' | 'part' }, sending: Sending): boolean {
  return record.id === sending.head.id && part === sending.part;
}

/** Whether the same append would never be stored. */
function isFinal(error: unknown): boolean {
  return error instanceof EventBusError && !error.retryable && error.code !== 'conflict';
}
