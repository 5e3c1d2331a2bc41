import { orAborted } from '../../support/or-aborted.ts';
import { PositionLostError } from '../error.ts';
import type { Operation } from './fault.ts';
import type { Batch, Log, LogEntry } from './log.ts';
import type { MemoryStore } from './store.ts';

export interface Reading<Entry extends LogEntry> {
  readonly client: string;
  /** What is read, as faults are told. */
  readonly on: string;
  readonly log: Log<Entry>;
  /** The sequence behind which it begins. */
  readonly after: number;
  readonly matches: (entry: Entry) => boolean;
  readonly signal: AbortSignal;
}

/**
 * Batches of a log, in order; then follows. The first may be empty: it tells that the end is reached. Waits out an
 * outage. Rejects with a `PositionLostError` where entries that it has not come to are gone.
 */
export async function* read<Entry extends LogEntry>(
  store: MemoryStore,
  { client, on, log, after, matches, signal }: Reading<Entry>,
): AsyncGenerator<Batch<Entry>, void> {
  const operation: Operation = { kind: 'read', client, on };
  const wake = () => log.bell.ring();
  let at = after;
  let toldEnd = false;
  signal.addEventListener('abort', wake);
  try {
    while (!signal.aborted) {
      checkKept(log, at);
      if (store.stopped || (toldEnd && at === log.last)) {
        await log.bell.next();
        continue;
      }
      const fault = store.faults?.(operation);
      if (fault?.before) await orAborted(fault.before(), signal).catch(() => {});
      if (signal.aborted || store.stopped) continue;
      checkKept(log, at);
      const batch = log.batch(at, matches);
      at = batch.upTo;
      toldEnd = batch.atEnd;
      yield batch;
    }
  } finally {
    signal.removeEventListener('abort', wake);
  }
}

function checkKept(log: Log<LogEntry>, at: number): void {
  if (log.removed) throw new PositionLostError(`the log ${log.incarnation} was removed`);
  if (at < log.trimmed)
    throw new PositionLostError(`position ${log.position(at)} was trimmed: ${log.trimmed} entries are gone`);
  if (at > log.last) throw new PositionLostError(`position ${log.position(at)} lies behind the end of its log`);
}
