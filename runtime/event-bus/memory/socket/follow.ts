import { orAborted } from '../../../support/or-aborted.ts';
import type { Position } from '../../contract.ts';
import { BusUnavailableError } from '../../error.ts';
import type { Link } from './link.ts';

export interface Following<Batch> {
  readonly after: Position | undefined;
  readonly signal: AbortSignal;
  /** The next batch of a reader: one that begins behind a position, or was opened before. `null`: the store closed it. */
  next(reader: number, from: Position | undefined | 'opened'): Promise<Batch | null>;
}

/** Batches of a log at the other end of a link, one ahead of who reads. Resumes by itself where the link broke. */
export async function* follow<Batch extends { readonly upTo: Position }>(
  link: Link,
  { after, signal, next }: Following<Batch>,
): AsyncGenerator<Batch, void> {
  let at = after;
  while (!signal.aborted) {
    const reader = link.newReader();
    try {
      await link.up(signal);
      let coming = next(reader, at);
      for (;;) {
        const batch = await orAborted(coming, signal);
        if (!batch) return;
        coming = next(reader, 'opened');
        coming.catch(() => {});
        at = batch.upTo;
        yield batch;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof BusUnavailableError)) throw error;
    } finally {
      link.call('close', { reader }).catch(() => {});
    }
  }
}
