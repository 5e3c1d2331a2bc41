import { type PartitionName, toJournalSubject } from '../../model/event/address.ts';
import type { EventBus } from '../event-bus/contract.ts';
import { PositionLostError } from '../event-bus/error.ts';
import { Fold } from '../partition/journal/fold.ts';
import { type PartitionState, readJournal } from '../partition/journal/read-journal.ts';

/** What the journals of a bus say: each is read on from where it was read before. */
export class JournalViews {
  readonly #bus: Pick<EventBus, 'journal'>;
  readonly #folds = new Map<string, Fold>();

  constructor(bus: Pick<EventBus, 'journal'>) {
    this.#bus = bus;
  }

  /** Reads these to their tails; any other is forgotten. */
  async read(partitions: readonly PartitionName[], signal: AbortSignal): Promise<readonly PartitionState[]> {
    const subjects = new Set(partitions.map(toJournalSubject));
    for (const subject of this.#folds.keys()) if (!subjects.has(subject)) this.#folds.delete(subject);
    const states: PartitionState[] = [];
    for (const partition of partitions) states.push({ partition, fold: await this.#readOn(partition, signal) });
    return states;
  }

  async #readOn(partition: PartitionName, signal: AbortSignal): Promise<Fold> {
    const subject = toJournalSubject(partition);
    const known = this.#folds.get(subject);
    const fold = known ?? new Fold();
    try {
      await readJournal(this.#bus, partition, { fold, signal });
    } catch (error) {
      this.#folds.delete(subject);
      // what it was read up to was trimmed meanwhile, or it was made anew
      if (known && error instanceof PositionLostError) return this.#readOn(partition, signal);
      throw error;
    }
    this.#folds.set(subject, fold);
    return fold;
  }
}
