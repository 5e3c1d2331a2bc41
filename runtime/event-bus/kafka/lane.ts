import type { Clock } from '../../support/clock.ts';
import { BusUnavailableError } from '../error.ts';
import type { Encoded } from './record.ts';

export interface LaneOptions {
  readonly clock: Clock;
  /** How long the first record of a batch waits for others. */
  readonly lingerMs: number;
  readonly batchBytes: number;
  /** Resolves to the offset of the first record; rejects for all of them. */
  readonly send: (records: readonly Encoded[]) => Promise<number>;
}

interface Waiting {
  readonly record: Encoded;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: Error) => void;
  readonly patience: Disposable;
}

const patienceMs = 5_000;
/** What a record takes beside its payload, roughly. */
const overheadBytes = 512;

/** The records on their way to one partition, in order: one batch under way, the others behind it. */
export class Lane {
  readonly #options: LaneOptions;
  /** In order; what is given up is no longer in it. */
  readonly #waiting = new Set<Waiting>();
  #sending: readonly Waiting[] = [];
  #due = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Resolves to its offset. Rejects after 5 s, though it may be stored later. */
  add(record: Encoded): Promise<number> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        record,
        resolve,
        reject,
        patience: this.#options.clock.schedule(patienceMs, () => {
          this.#waiting.delete(waiting);
          reject(new BusUnavailableError('Kafka: the brokers did not acknowledge a record within 5 s'));
        }),
      };
      this.#waiting.add(waiting);
      this.#flushSoon();
    });
  }

  close(): void {
    const error = new BusUnavailableError('Kafka: the connection was closed');
    for (const waiting of [...this.#sending, ...this.#waiting]) settle(waiting, () => waiting.reject(error));
    this.#waiting.clear();
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
      const first = await this.#options.send(batch.map(({ record }) => record));
      for (const [index, waiting] of batch.entries()) settle(waiting, () => waiting.resolve(first + index));
    } catch (error) {
      for (const waiting of batch) settle(waiting, () => waiting.reject(error as Error));
    }
    this.#sending = [];
    if (this.#waiting.size > 0) this.#flushSoon();
  }

  #take(): readonly Waiting[] {
    const batch: Waiting[] = [];
    let bytes = 0;
    for (const waiting of this.#waiting) {
      const size = waiting.record.value.byteLength + overheadBytes;
      if (batch.length > 0 && bytes + size > this.#options.batchBytes) break;
      bytes += size;
      batch.push(waiting);
      this.#waiting.delete(waiting);
    }
    return batch;
  }
}

function settle({ patience }: Waiting, how: () => void): void {
  patience[Symbol.dispose]();
  how();
}
