import type { BusAdmin, BusState, EventBus } from '../event-bus/contract.ts';
import { type Clock, sleep } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { JournalViews } from './journal-views.ts';
import { toBusPlan } from './plan.ts';
import type { Situation } from './round.ts';
import { isWhole, storesOf } from './stores-of.ts';
import { isNearlyFull } from './trim-events.ts';
import { JournalTrimmer } from './trim-journals.ts';
import { Trouble } from './trouble.ts';

export interface FirstAidOptions {
  readonly bus: Pick<EventBus, 'journal'>;
  readonly admin: BusAdmin;
  readonly situation: () => Situation;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sees to it that a keeper can be at work at all: missing stores are made; while the journals are nearly full, so that a
 * claim may not be stored, they get their quota and are trimmed. Any replica does this, for it takes nothing from
 * anybody.
 */
export function startFirstAid(options: FirstAidOptions): AsyncDisposable {
  const { bus, admin, situation, everyMs, clock, log } = options;
  const stopped = new AbortController();
  const { signal } = stopped;
  const trouble = new Trouble({ clock, log, what: 'the stores of the bus cannot be seen to' });
  let trimming: { readonly views: JournalViews; readonly trimmer: JournalTrimmer } | undefined;
  const ended = run();
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await ended;
    },
  };

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await help(await admin.inspect(situation().onBus));
        trouble.end();
      } catch (error) {
        if (!signal.aborted) trouble.tell(error);
      }
      await sleep(clock, everyMs, signal).catch(() => {});
    }
  }

  async function help(state: BusState): Promise<void> {
    const { journalStore } = state;
    const isComplete = storesOf(state).every((store) => isWhole(store.state));
    const isFull = journalStore.exists && isNearlyFull(journalStore);
    if (isFull) await trimJournals(state);
    else trimming = undefined;
    if (isComplete && !isFull) return;
    const { spec, onBus } = situation();
    for (const change of await admin.apply(toBusPlan(spec, onBus))) log.info('the bus was changed', { change });
  }

  async function trimJournals({ journals }: BusState): Promise<void> {
    trimming ??= { views: new JournalViews(bus), trimmer: new JournalTrimmer(admin) };
    const partitions = journals.map(({ partition }) => partition);
    await trimming.trimmer.trim(await trimming.views.read(partitions, signal));
  }
}
