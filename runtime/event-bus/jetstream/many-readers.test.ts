import { jest } from '@jest/globals';
import { event, isStored, pushed, startLog } from '../conformance/log.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { jetStreamDriver } from './driver.ts';
import { applyStreams } from './testing/apply-streams.ts';
import { toSpec } from './testing/bus-spec.ts';
import { startNatsCluster } from './testing/nats-server.ts';

jest.setTimeout(120_000);

const readers = 400;

it('hundreds of readers on one connection are served, though servers allow a stream fewer by default', async () => {
  await using cluster = await startNatsCluster({ jetstream: 'limits: { default_max_consumers: 300 }' });
  await applyStreams(cluster.urls, { quotas: {}, replicas: 3 });
  const context = createBusContext();
  await using bus = await jetStreamDriver.connect(toSpec(cluster.urls), context);
  const after = await bus.resolve('beginning', [pushed]);
  await bus.publish(pushed, event('1'));
  await using stack = new AsyncDisposableStack();
  const logs = Array.from({ length: readers }, () => stack.use(startLog(bus, after)));
  const read = await Promise.all(logs.map((log) => log.next(isStored)));
  expect(read.filter((next) => isStored(next) && next.event.id === '1')).toHaveLength(readers);
  expect(context.lines).toStrictEqual([]);
});
