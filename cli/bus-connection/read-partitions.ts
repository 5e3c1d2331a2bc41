import type { PartitionName, WorkerAddress } from '../../model/event/address.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { PositionLostError } from '../../runtime/event-bus/error.ts';
import { JournalViews, type PartitionState } from '../../runtime/keeper/journal-views.ts';

interface ReadOptions {
  readonly worker: Pick<WorkerAddress, 'namespace' | 'worker'>;
  readonly indices: Iterable<number>;
  readonly signal: AbortSignal;
}

type Bus = Pick<EventBus, 'journal'>;

/** What the journals of a worker's partitions say now: one at a time, since all may be more than fits in memory. */
export async function* readPartitions(
  bus: Bus,
  { worker: { namespace, worker }, indices, signal }: ReadOptions,
): AsyncGenerator<PartitionState, void> {
  for (const index of indices) yield* await read(bus, { namespace, worker, index }, signal);
}

const mostTries = 5;

/** A journal that is trimmed while it is read is read anew. */
async function read(bus: Bus, partition: PartitionName, signal: AbortSignal): Promise<readonly PartitionState[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await new JournalViews(bus).read([partition], signal);
    } catch (error) {
      if (!(error instanceof PositionLostError) || tries === mostTries) throw error;
    }
  }
}
