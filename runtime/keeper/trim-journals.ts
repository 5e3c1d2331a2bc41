import { toJournalSubject } from '../../model/event/address.ts';
import type { BusAdmin, Position } from '../event-bus/contract.ts';
import type { PartitionState } from '../partition/journal/read-journal.ts';

/** Trims journals up to their last base that counts, each base once. */
export class JournalTrimmer {
  readonly #admin: Pick<BusAdmin, 'trim'>;
  readonly #trimmed = new Map<string, Position>();

  constructor(admin: Pick<BusAdmin, 'trim'>) {
    this.#admin = admin;
  }

  async trim(states: readonly PartitionState[]): Promise<void> {
    for (const { partition, fold } of states) {
      const subject = toJournalSubject(partition);
      const before = fold.base?.before;
      if (before === undefined || this.#trimmed.get(subject) === before) continue;
      await this.#admin.trim({ journal: partition }, before);
      this.#trimmed.set(subject, before);
    }
  }
}
