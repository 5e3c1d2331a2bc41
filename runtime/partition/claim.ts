import type { PartitionName } from '../../model/event/address.ts';
import { prepareCells } from './moving/prepare-cells.ts';
import { claimPartition } from './ownership/claim-partition.ts';
import type { OwnedPartition } from './ownership/owned-partition.ts';
import { Partition } from './partition.ts';
import type { PartitionContext } from './partition-context.ts';

/** Claims a partition, and works on it until it is released or lost. Once the signal aborts, a claim is handed back. */
export async function claim(context: PartitionContext, name: PartitionName, signal: AbortSignal): Promise<Partition> {
  const { bus, owner, isLive, clock, timing } = context;
  const { maxEntryBytes, appends } = bus.promises;
  const log = context.log.with({ partition: name.index });
  const journal = await bus.journal(name);
  const owning = new AbortController();
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
      unwanted: signal,
      log,
    });
    const partition = await begin({ ...context, log }, { index: name.index, owned, signal }).catch(async (error) => {
      await handBack(owned, context);
      throw error;
    });
    partition.ended.then(abandon).catch(() => {});
    return partition;
  } catch (error) {
    await abandon();
    throw error;
  }
}

interface Claimed {
  readonly index: number;
  readonly owned: OwnedPartition;
  readonly signal: AbortSignal;
}

async function begin(context: PartitionContext, { index, owned, signal }: Claimed): Promise<Partition> {
  const either = AbortSignal.any([signal, owned.lost]);
  either.throwIfAborted();
  const missing = await prepareCells({
    cells: owned.cells,
    index,
    count: context.count,
    triggers: context.runners.map(({ trigger }) => trigger),
    now: context.clock.now(),
    addresses: context.addresses,
    bus: context.bus,
    findStart: (trigger) => context.starts.find(trigger, either),
  });
  either.throwIfAborted();
  if (missing.size > 0) await owned.commit(missing);
  either.throwIfAborted();
  const partition = new Partition(context, index, owned);
  await partition.start();
  return partition;
}

/** Who comes next need not wait for an owner that does nothing with it. */
async function handBack(owned: OwnedPartition, { clock, timing }: PartitionContext): Promise<void> {
  const late = Promise.withResolvers<void>();
  using _ = clock.schedule(timing.silenceMs, late.resolve);
  await Promise.race([owned.release().catch(() => {}), late.promise]);
}
