import type { PartitionName } from '../../../model/event/address.ts';
import type { Json } from '../../../model/json.ts';
import type { EventBus } from '../../event-bus/contract.ts';
import { PositionLostError } from '../../event-bus/error.ts';
import { Fold } from './fold.ts';

/** What a journal says of its partition. */
export interface PartitionState {
  readonly partition: PartitionName;
  readonly fold: Pick<Fold, 'unknown' | 'base' | 'position'> & { readonly cells: ReadonlyMap<string, Json> };
}

interface ReadJournalOptions {
  readonly signal: AbortSignal;
  /** What was read of it before; it is read on from there. */
  readonly fold?: Fold;
}

/** Reads a journal to its tail. Rejects with `PositionLostError` where what is to be read was trimmed meanwhile. */
export async function readJournal(
  bus: Pick<EventBus, 'journal'>,
  partition: PartitionName,
  { signal, fold = new Fold() }: ReadJournalOptions,
): Promise<Fold> {
  await using journal = await bus.journal(partition);
  for await (const entry of journal.read({ after: fold.position, signal })) {
    if (entry === 'tail') return fold;
    fold.apply(entry);
  }
  throw signal.reason ?? new PositionLostError(`the journal of partition ${partition.index} ended before its tail`);
}
