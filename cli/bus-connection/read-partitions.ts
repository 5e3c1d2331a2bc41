import type { WorkerAddress } from '../../model/event/address.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { JournalViews, type PartitionState } from '../../runtime/keeper/journal-views.ts';

interface ReadOptions {
  readonly worker: Pick<WorkerAddress, 'namespace' | 'worker'>;
  readonly indices: Iterable<number>;
  readonly signal: AbortSignal;
}

/** What the journals of a worker's partitions say now: one at a time, since all may be more than fits in memory. */
export async function* readPartitions(
  bus: Pick<EventBus, 'journal'>,
  { worker: { namespace, worker }, indices, signal }: ReadOptions,
): AsyncGenerator<PartitionState, void> {
  for (const index of indices) yield* await new JournalViews(bus).read([{ namespace, worker, index }], signal);
}
