import { systemClock } from '../support/clock.ts';
import { noLog } from '../support/log.ts';
import { createSecrets } from '../support/secrets.ts';
import { event, ids, publishAll, pushed, readAll } from './conformance/log.ts';
import { connectBusAdmin, connectEventBus } from './index.ts';
import { startNatsServer } from './jetstream/testing/nats-server.ts';
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

test('a jetstream bus carries what it is given', async () => {
  await using server = await startNatsServer();
  const spec = { kind: 'jetstream', name: 'bus', servers: [server.url] } as const;
  await using admin = await connectBusAdmin(spec, context);
  await admin.apply({ quotas: {} });
  await using bus = await connectEventBus(spec, context);
  await publishAll(bus, ['1']);
  expect(ids(await readAll(bus))).toStrictEqual(['1']);
});
