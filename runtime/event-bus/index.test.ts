import { systemClock } from '../support/clock.ts';
import { noLog } from '../support/log.ts';
import { createSecrets } from '../support/secrets.ts';
import { event, ids, publishAll, pushed, readAll } from './conformance/log.ts';
import { EventBusError } from './error.ts';
import { connectEventBus } from './index.ts';
import { serveMemoryStore } from './memory/serve-memory.ts';
import { MemoryStore } from './memory/store.ts';
import { temporarySocket } from './memory/testing/temporary-socket.ts';

const client = { component: 'worker', namespace: 'shop', name: 'main', replica: 'main-0' } as const;
const context = { clock: systemClock, secrets: createSecrets({}), log: noLog, client };

test('memory buses without a socket share nothing', async () => {
  await using bus = await connectEventBus({ kind: 'memory', name: 'bus' }, context);
  await using another = await connectEventBus({ kind: 'memory', name: 'bus' }, context);
  await publishAll(bus, ['1']);
  expect(ids(await readAll(bus))).toStrictEqual(['1']);
  expect(ids(await readAll(another))).toStrictEqual([]);
});

test('memory buses with the same socket share its store', async () => {
  await using socket = await temporarySocket();
  await using _served = await serveMemoryStore(new MemoryStore(), socket.path);
  const spec = { kind: 'memory', name: 'bus', socket: socket.path } as const;
  await using bus = await connectEventBus(spec, context);
  await using another = await connectEventBus(spec, context);
  await bus.publish(pushed, event('1'));
  expect(ids(await readAll(another))).toStrictEqual(['1']);
});

test('a kind without a driver is refused with what to do instead', async () => {
  const connected = connectEventBus({ kind: 'jetstream', name: 'main', servers: ['nats://bus:4222'] }, context);
  await expect(connected).rejects.toStrictEqual(
    new EventBusError(
      'noDriver',
      "event bus main: this release has no driver for 'jetstream', use kind 'memory', or run the program with 'eventwright dev', which puts a memory bus in its place",
    ),
  );
});
