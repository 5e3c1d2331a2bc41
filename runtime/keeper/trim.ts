import type { PartitionName } from '../../model/event/address.ts';
import type { BusAdmin, EventBus } from '../event-bus/contract.ts';
import { PositionLostError } from '../event-bus/error.ts';
import { mayHoldBase } from '../partition/ownership/base.ts';
import { Fold } from '../partition/ownership/fold.ts';
import { type Clock, sleep } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { findNeeded, type PartitionState } from './needed-positions.ts';

export interface TrimOptions {
  readonly bus: EventBus;
  readonly admin: BusAdmin;
  readonly signal: AbortSignal;
}

const fillOfHistory = 0.8;

/**
 * Trims each journal up to its last base that counts; and the log of events, once it is four fifths full, to the
 * earliest position that a trigger still needs. Of journals whose state is not known, nothing is trimmed.
 */
export async function trimOnce({ bus, admin, signal }: TrimOptions): Promise<void> {
  const { logs, journals, journalStore } = await admin.inspect();
  const meanBytes = journalStore.bytes / journals.length;
  const trimsHistory = logs.event.bytes >= fillOfHistory * logs.event.quota.maxBytes;
  const states: PartitionState[] = [];
  for (const { partition, entries } of journals) {
    if (!trimsHistory && !mayHoldBase({ entries, meanBytes })) continue;
    const { base, cells, unknown } = await foldJournal({ bus, signal }, partition);
    states.push({ partition, cells, unknown });
    if (base?.before !== undefined) await admin.trim({ journal: partition }, base.before);
  }
  const needed = trimsHistory ? findNeeded(states) : undefined;
  if (needed) await admin.trim({ log: 'event' }, bus.earliest(needed));
}

/** Trims every now and then until it is disposed. */
export function startTrimming(options: {
  readonly bus: EventBus;
  readonly admin: BusAdmin;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly log: Log;
}): AsyncDisposable {
  const stopped = new AbortController();
  const { signal } = stopped;
  const ended = run();
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await ended;
    },
  };

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await sleep(options.clock, options.everyMs, signal)
        .then(() => trimOnce({ ...options, signal }))
        .catch((error: unknown) => {
          if (!signal.aborted) options.log.warn('the bus could not be trimmed; it is tried again', { error });
        });
    }
  }
}

async function foldJournal(
  { bus, signal }: { readonly bus: EventBus; readonly signal: AbortSignal },
  partition: PartitionName,
): Promise<Fold> {
  await using journal = await bus.journal(partition);
  const fold = new Fold();
  for await (const entry of journal.read({ signal })) {
    if (entry === 'tail') return fold;
    fold.apply(entry);
  }
  throw signal.reason ?? new PositionLostError(`the journal of partition ${partition.index} ended before its tail`);
}
