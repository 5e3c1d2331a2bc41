import { type PartitionName, toJournalSubject } from '../../model/event/address.ts';
import type { Json } from '../../model/json.ts';
import type { EventBus } from '../event-bus/contract.ts';
import { PositionLostError } from '../event-bus/error.ts';
import { Fold } from '../partition/journal/fold.ts';

/** What a journal says of its partition. */
export interface PartitionState {
  readonly partition: PartitionName;
  readonly fold: Pick<Fold, 'unknown' | 'base' | 'position'> & { readonly cells: ReadonlyMap<string, Json> };
}

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
      await this.#readToTail(partition, fold, signal);
    } catch (error) {
      this.#folds.delete(subject);
      // what it was read up to was trimmed meanwhile, or it was made anew
      if (known && error instanceof PositionLostError) return this.#readOn(partition, signal);
      throw error;
    }
    this.#folds.set(subject, fold);
    return fold;
  }

  async #readToTail(partition: PartitionName, fold: Fold, signal: AbortSignal): Promise<void> {
    await using journal = await this.#bus.journal(partition);
    for await (const entry of journal.read({ after: fold.position, signal })) {
      if (entry === 'tail') return;
      fold.apply(entry);
    }
    throw signal.reason ?? new PositionLostError(`the journal of partition ${partition.index} ended before its tail`);
  }
}
