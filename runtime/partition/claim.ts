import type { PartitionName } from '../../model/event/address.ts';
import { claimPartition } from './ownership/own-partition.ts';
import { Partition, type PartitionContext } from './partition.ts';
import { provision } from './provision.ts';

/** Claims a partition, and works on it until it is released or lost. The signal gives up the claim. */
export async function claim(context: PartitionContext, name: PartitionName, signal: AbortSignal): Promise<Partition> {
  const { bus, owner, isLive, clock, timing } = context;
  const { maxEntryBytes, appends } = bus.promises;
  const log = context.log.with({ partition: name.index });
  const journal = await bus.journal(name);
  const owning = new AbortController();
  const giveUp = () => owning.abort(signal.reason);
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp, { once: true });
  const abandon = async () => {
    owning.abort();
    await journal[Symbol.asyncDispose]();
  };
  try {
    const owned = await claimPartition({
      journal,
      maxEntryBytes,
      appends,
      owner,
      ...(isLive && { isLive }),
      clock,
      timing,
      signal: owning.signal,
      log,
    });
    const triggers = context.runners.map(({ trigger }) => trigger);
    const missing = await provision({
      cells: owned.cells,
      triggers,
      addresses: context.intake.addresses,
      bus,
      findStart: (trigger) => context.starts.find(trigger, owned.lost),
    });
    if (missing.size > 0) await owned.commit(missing);
    const partition = new Partition({ ...context, log }, name.index, owned);
    await partition.start();
    partition.ended.then(abandon).catch(() => {});
    return partition;
  } catch (error) {
    await abandon();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
