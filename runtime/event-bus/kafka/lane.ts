import type { Clock } from '../../support/clock.ts';
import { BusUnavailableError } from '../error.ts';
import type { Encoded } from './record.ts';

export interface LaneOptions {
  readonly clock: Clock;
  /** How long the first record of a batch waits for others. */
  readonly lingerMs: number;
  readonly batchBytes: number;
  /** Resolves to the offset of the first record, below 0 where the brokers do not tell it; rejects for all of them. */
  readonly send: (records: readonly Encoded[]) => Promise<number>;
}

/** A try to store something that came to nothing. */
export interface Failure {
  readonly at: number;
  readonly reason: string;
}

interface Waiting {
  readonly record: Encoded;
  /** When it is given up. */
  readonly until: number;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: Error) => void;
}

const patienceMs = 5_000;
/** What a record takes beside its payload, roughly. */
const overheadBytes = 512;

/** The records on their way to one partition, in order: one batch under way, the others behind it. */
export class Lane {
  readonly #options: LaneOptions;
  #sending: readonly Waiting[] = [];
  #waiting: Waiting[] = [];
  #due = false;
  /** Of the last record that was stored. */
  #last = -1;
  #failure: Failure | undefined;
  /** One for all: a timer each would cost more than the rest. */
  #patience: Disposable | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** The last try, where the brokers did not answer it. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Resolves to its offset, below 0 where the brokers do not tell it. Rejects after 5 s, though it may be stored later. */
  add(record: Encoded): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, until: this.#options.clock.now() + patienceMs, resolve, reject });
      this.#patience ??= this.#losePatience(patienceMs);
      this.#flushSoon();
    });
  }

  close(): void {
    this.#patience?.[Symbol.dispose]();
    this.#giveUp(() => true, new BusUnavailableError('Kafka: the connection was closed'));
  }

  #losePatience(afterMs: number): Disposable {
    const { clock } = this.#options;
    return clock.schedule(afterMs, () => {
      const now = clock.now();
      const late = new BusUnavailableError('Kafka: the brokers did not acknowledge a record within 5 s');
      if ([...this.#sending, ...this.#waiting].some(({ until }) => until <= now)) this.#failed(late);
      this.#giveUp(({ until }) => until <= now, late);
      const next = [...this.#sending, ...this.#waiting].find(({ until }) => until > now);
      this.#patience = next && this.#losePatience(next.until - now);
    });
  }

  #failed({ message: reason }: BusUnavailableError): void {
    this.#failure = { at: this.#options.clock.now(), reason };
  }

  /** What has not been sent never is. */
  #giveUp(isMeant: (waiting: Waiting) => boolean, error: Error): void {
    for (const waiting of [...this.#sending, ...this.#waiting]) if (isMeant(waiting)) waiting.reject(error);
    this.#waiting = this.#waiting.filter((waiting) => !isMeant(waiting));
  }

  #flushSoon(): void {
    if (this.#due || this.#sending.length > 0) return;
    this.#due = true;
    const flush = () => {
      this.#due = false;
      void this.#flush();
    };
    if (this.#options.lingerMs > 0) this.#options.clock.schedule(this.#options.lingerMs, flush);
    else setImmediate(flush);
  }

  async #flush(): Promise<void> {
    const batch = this.#take();
    if (batch.length === 0) return;
    this.#sending = batch;
    try {
      const first = await this.#sendUntilStored(batch.map(({ record }) => record));
      this.#failure = undefined;
      for (const [index, { resolve }] of batch.entries()) resolve(first < 0 ? first : first + index);
    } catch (error) {
      if (error instanceof BusUnavailableError) this.#failed(error);
      for (const { reject } of batch) reject(error as Error);
    }
    this.#sending = [];
    if (this.#waiting.length > 0) this.#flushSoon();
  }

  /**
   * An answer that lies before what was stored already is that of an earlier batch: the SDK counts anew when a batch of
   * another lane has failed, and the brokers take this one for a repetition. Or else the topic was made anew, and the batch
   * is there twice.
   */
  async #sendUntilStored(records: readonly Encoded[]): Promise<number> {
    const first = await this.#options.send(records);
    const isOfAnother = first >= 0 && first <= this.#last;
    const offset = isOfAnother ? await this.#options.send(records) : first;
    if (offset >= 0) this.#last = offset + records.length - 1;
    return offset;
  }

  #take(): readonly Waiting[] {
    let [count, bytes] = [0, 0];
    for (const { record } of this.#waiting) {
      bytes += record.value.byteLength + overheadBytes;
      if (count > 0 && bytes > this.#options.batchBytes) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }
}
