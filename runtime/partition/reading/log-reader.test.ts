import { expect, it } from '@jest/globals';
import type { Stored } from '../../event-bus/contract.ts';
import { systemClock } from '../../support/clock.ts';
import { noLog } from '../../support/log.ts';
import { until } from '../../support/testing/until.ts';
import { push, range, World } from '../scenario/world.ts';
import { LogReader } from './log-reader.ts';
import { Valve } from './valve.ts';

it('whoever follows it at its position misses nothing: no turn ends between what it offers and its move behind that', async () => {
  await using world = new World();
  await world.publish(...range(0, 600));
  let offered = 0;
  const between: string[] = [];
  await using reading = await startReader(world, (stored) => {
    offered++;
    queueMicrotask(() => world.bus.covers(reading.reader.position, stored.offset) || between.push(stored.event.id));
  });
  await until(() => offered === 600);
  expect(between).toStrictEqual([]);
});

it('whoever follows it while it is held up misses nothing: it offers a message until that holds it up no more', async () => {
  await using world = new World();
  await world.publish(1, 2);
  const offered: string[] = [];
  await using reading = await startReader(world, ({ event }) => {
    offered.push(event.id);
    return offered.length < 3 ? Promise.resolve() : undefined;
  });
  await until(() => reading.reader.atEnd);
  expect(offered).toStrictEqual(['push-1', 'push-1', 'push-1', 'push-2']);
});

async function startReader(world: World, offer: (stored: Stored) => void | Promise<void>) {
  const reader = new LogReader({
    bus: world.bus,
    addresses: [push],
    clock: systemClock,
    random: () => 0.5,
    log: noLog,
    valve: new Valve(),
    offer,
    lost: () => {},
  });
  reader.start(await world.bus.resolve('beginning', [push]));
  return { reader, [Symbol.asyncDispose]: async () => reader.stop() };
}
