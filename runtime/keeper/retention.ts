import { toMs } from '../../model/duration.ts';
import type { EventBus } from '../event-bus/contract.ts';
import { PositionLostError } from '../event-bus/error.ts';
import { readToEnd } from '../event-bus/read-to-end.ts';
import type { Clock } from '../support/clock.ts';
import type { TriggerLag } from './lag.ts';

interface OldestOptions {
  readonly bus: Pick<EventBus, 'log'>;
  readonly signal: AbortSignal;
}

/** When the bus stored the oldest event that may be pending; absent where none is. */
export async function findOldest(
  { position, declared: { addresses } }: TriggerLag,
  { bus, signal }: OldestOptions,
): Promise<number | undefined> {
  if (position === undefined) return undefined;
  for await (const item of readToEnd(bus, { after: position, addresses, signal }))
    if ('event' in item) return item.storedAt;
  return undefined;
}

/**
 * How much of the time for which the bus keeps events has passed for the oldest that a trigger is not done with, from 0 to
 * 1 and beyond. Absent where the bus keeps them until it is, and where that is not known.
 */
export async function measureRetention(
  lag: TriggerLag,
  { bus, clock, signal }: OldestOptions & { readonly bus: Pick<EventBus, 'promises'>; readonly clock: Clock },
): Promise<number | undefined> {
  const { keepsFor } = bus.promises;
  if (keepsFor === undefined || lag.pending === undefined) return undefined;
  if (lag.pending === 0) return 0;
  try {
    const oldestAt = await findOldest(lag, { bus, signal });
    return oldestAt === undefined ? 0 : Math.max(0, clock.now() - oldestAt) / toMs(keepsFor);
  } catch (error) {
    // removed while it was looked for
    if (error instanceof PositionLostError) return 1;
    throw error;
  }
}
