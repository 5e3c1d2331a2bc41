import { type Frame, noBytes } from './frame.ts';
import type { Next } from './protocol.ts';

/** The readers that a connection has opened: each holds its place, and gives its next batch only when asked. */
export class Readers<Batch, Header> {
  readonly #signal: AbortSignal;
  readonly #encode: (batch: Batch) => Frame<Header>;
  readonly #open = new Map<number, { readonly batches: AsyncIterator<Batch>; readonly closed: AbortController }>();

  constructor(signal: AbortSignal, encode: (batch: Batch) => Frame<Header>) {
    this.#signal = signal;
    this.#encode = encode;
  }

  async next<Opening>(
    { reader, open }: Next<Opening>,
    read: (opening: Opening, signal: AbortSignal) => AsyncIterable<Batch>,
  ): Promise<Frame<Header | null>> {
    if (open) {
      const closed = new AbortController();
      const signal = AbortSignal.any([this.#signal, closed.signal]);
      this.#open.set(reader, { batches: read(open, signal)[Symbol.asyncIterator](), closed });
    }
    const result = await this.#open.get(reader)?.batches.next();
    return !result || result.done ? { header: null, payload: noBytes } : this.#encode(result.value);
  }

  close(reader: number): void {
    this.#open.get(reader)?.closed.abort();
    this.#open.delete(reader);
  }
}
