import type { PartitionName, WorkerAddress } from '../../model/event/address.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { PositionLostError } from '../../runtime/event-bus/error.ts';
import type { Fold } from '../../runtime/partition/journal/fold.ts';
import { type PartitionState, readJournal } from '../../runtime/partition/journal/read-journal.ts';

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
  for (const index of indices) {
    const partition = { namespace, worker, index };
    yield { partition, fold: await read(bus, partition, signal) };
  }
}

const mostTries = 5;

/** A journal that is trimmed while it is read is read anew. */
async function read(bus: Bus, partition: PartitionName, signal: AbortSignal): Promise<Fold> {
  for (let tries = 1; ; tries++) {
    try {
      return await readJournal(bus, partition, { signal });
    } catch (error) {
      if (!(error instanceof PositionLostError) || tries === mostTries) throw error;
    }
  }
}
