import type { BusAdmin, EventBus } from '../event-bus/contract.ts';
import { type Clock, sleep } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { findPlaced } from './bus-view.ts';
import { BusViews } from './bus-views.ts';
import { anyEvent, trimEvents } from './trim-events.ts';
import { JournalTrimmer } from './trim-journals.ts';

export interface TrimmingOptions {
  readonly bus: EventBus;
  readonly admin: BusAdmin;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly log: Log;
}

/**
 * Trims journals and history every now and then until it is disposed: all that a bus needs which ends with its process.
 * Every trigger counts that a journal knows.
 */
export function startTrimming(options: TrimmingOptions): AsyncDisposable {
  const { bus, admin, clock, everyMs, log } = options;
  const stopped = new AbortController();
  const { signal } = stopped;
  const views = new BusViews({ bus, admin });
  const journals = new JournalTrimmer(admin);
  const ended = run();
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await ended;
    },
  };

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await sleep(clock, everyMs, signal)
        .then(trim)
        .catch((error: unknown) => {
          if (!signal.aborted) log.warn('the bus could not be trimmed; it is tried again', { error });
        });
    }
  }

  async function trim(): Promise<void> {
    const upTo = await bus.resolve('now', [anyEvent]);
    const view = await views.read({ known: [], isKeeper: () => false, signal });
    await journals.trim(view.partitions);
    const declared = findPlaced(view);
    await trimEvents({ bus, admin, view, declared, missed: [], historyMs: undefined, nowMs: clock.now(), upTo });
  }
}
