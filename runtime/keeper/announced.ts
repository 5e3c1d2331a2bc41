import type { EventBus } from '../event-bus/contract.ts';
import type { WorkerName } from './declared.ts';

export interface AnnouncedOptions {
  readonly bus: Pick<EventBus, 'log' | 'resolve'>;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/** A replica announces itself every 2 s; clocks may differ. */
const recentMs = 120_000;

/** Whether some replica of a worker runs, as those that look for each other hear it. */
export async function isAnnounced(worker: WorkerName, { bus, nowMs, signal }: AnnouncedOptions): Promise<boolean> {
  const addresses = [{ class: 'member', ...worker }] as const;
  const after = await bus.resolve({ time: new Date(nowMs - recentMs).toISOString() }, addresses);
  const done = new AbortController();
  try {
    for await (const item of bus.log({ after, addresses, signal: AbortSignal.any([signal, done.signal]) })) {
      if ('event' in item) return true;
      if (item.atEnd) return false;
    }
  } finally {
    done.abort();
  }
  signal.throwIfAborted();
  return true;
}
