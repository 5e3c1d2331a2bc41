import type { Address } from '../../../model/event/address.ts';
import type { EventBus, Stored } from '../../../runtime/event-bus/contract.ts';
import { readToEnd } from '../../../runtime/event-bus/read-to-end.ts';

/** Everything that a bus has stored at these addresses, in its order. */
export async function readLog(bus: EventBus, addresses: readonly Address[]): Promise<readonly Stored[]> {
  const { signal } = new AbortController();
  const stored: Stored[] = [];
  const after = await bus.resolve('beginning', addresses);
  for await (const item of readToEnd(bus, { after, addresses, signal })) if ('event' in item) stored.push(item);
  return stored;
}
