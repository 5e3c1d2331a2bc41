import { setTimeout as delay } from 'node:timers/promises';
import type { EventAddress } from '../../../model/event/address.ts';
import type { EventBus } from '../../../runtime/event-bus/contract.ts';
import { halves } from './program.ts';

/** One half: `a-17`, of the key `17`. */
export interface Half {
  readonly side: 'a' | 'b';
  readonly key: string;
}

/** Publishes halves in this order, as many a second. */
export async function publishHalves(
  bus: Pick<EventBus, 'publish'>,
  all: readonly Half[],
  ratePerSecond: number,
): Promise<void> {
  const begun = performance.now();
  for (const [n, { side, key }] of all.entries()) {
    const waitMs = (n / ratePerSecond) * 1000 - (performance.now() - begun);
    if (waitMs > 1) await delay(waitMs);
    const address = halves.find(({ event }) => event === side) as EventAddress;
    await bus.publish(address, {
      id: toId({ side, key }),
      source: '/halves',
      type: 'half',
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      data: Buffer.from(JSON.stringify({ key })),
    });
  }
}

export function toId({ side, key }: Half): string {
  return `${side}-${key}`;
}

/** The same in any order, each as likely (Fisher and Yates). */
export function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}
