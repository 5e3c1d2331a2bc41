import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { pushAddress, toPushEvent } from './push-event.ts';

const window = 256;

/** Publishes pushes, many at once. */
export async function publishMany(bus: Pick<EventBus, 'publish'>, count: number): Promise<void> {
  let next = 0;
  const publish = async () => {
    while (next < count) await bus.publish(pushAddress, toPushEvent(next++));
  };
  await Promise.all(Array.from({ length: window }, publish));
}
