import { toTopic } from '../../../model/event-bus/kafka-topics.ts';
import { until } from '../../support/testing/until.ts';
import { event, ids, isAtEnd, isStored, pushed, readAll, readStored, startLog } from '../conformance/log.ts';
import { connectKafka } from './connection.ts';
import { kafkaDriver } from './driver.ts';
import { createPublisher } from './publisher.ts';
import { declare } from './testing/declared.ts';
import { startKafkaBus } from './testing/kafka-bus.ts';
import { type KafkaCluster, startKafka } from './testing/kafka-cluster.ts';

let cluster: KafkaCluster;
beforeAll(async () => {
  cluster = await startKafka();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const keyed = (id: string, partitionkey: string) => event(id, { extensions: { partitionkey } });
const many = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

it('events of all partitions are read, in the order in which they were stored', async () => {
  await using started = await startKafkaBus(cluster, { partitions: 12 });
  const { bus } = started;
  for (const id of many(40)) {
    await bus.publish(pushed, event(id));
    // the brokers count milliseconds
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(ids(await readAll(bus))).toStrictEqual(many(40));
});

it('from each position of several partitions exactly the rest is read', async () => {
  await using started = await startKafkaBus(cluster, { partitions: 3 });
  const { bus } = started;
  await Promise.all(many(30).map((id) => bus.publish(pushed, event(id))));
  const stored = await readAll(bus);
  expect(new Set(ids(stored))).toStrictEqual(new Set(many(30)));
  for (const [index, { position }] of stored.entries()) {
    const rest = stored.slice(index + 1);
    expect(rest.map(({ offset }) => bus.covers(position, offset))).toStrictEqual(rest.map(() => false));
    if (index % 10 === 0) expect(new Set(ids(await readStored(bus, position)))).toStrictEqual(new Set(ids(rest)));
  }
});

it('events of one partitionkey keep their order among many', async () => {
  await using started = await startKafkaBus(cluster, { partitions: 4 });
  const { bus } = started;
  const keys = ['a', 'b', 'c', 'd', 'e'];
  await Promise.all(many(100).map((id, index) => bus.publish(pushed, keyed(id, keys[index % keys.length] as string))));
  const stored = await readAll(bus);
  for (const key of keys) {
    const of = stored.filter(({ event: { extensions } }) => extensions?.partitionkey === key);
    expect(ids(of)).toStrictEqual(many(100).filter((_, index) => keys[index % keys.length] === key));
  }
});

it('partitions that are added are read by who reads already', async () => {
  await using started = await startKafkaBus(cluster, { partitions: 1 });
  const { bus, spec, context } = started;
  await using log = startLog(bus, await bus.resolve('now', [pushed]));
  await log.next(isAtEnd);
  const wider = { ...spec, partitions: 8 };
  await using admin = await kafkaDriver.connectAdmin(wider, context);
  const declared = declare(wider, [{ namespace: 'shop', worker: 'main' }]);
  expect(await admin.apply({ quotas: {}, declared })).toStrictEqual([
    `the topic ${toTopic(spec, pushed)}: it has 8 partitions now, and had 1`,
  ]);
  await using publisher = await kafkaDriver.connect(wider, context);
  for (const id of many(20)) await publisher.publish(pushed, event(id));
  const read = new Set<string>();
  while (read.size < 20) {
    const next = await log.next(isStored);
    if (isStored(next)) read.add(next.event.id);
  }
  expect(read).toStrictEqual(new Set(many(20)));
});

it('a record that is no event is passed over, with a line in the log, and its partition goes on', async () => {
  await using started = await startKafkaBus(cluster);
  const { bus, spec, context } = started;
  await using connection = await connectKafka(spec, context);
  await using publisher = createPublisher(connection);
  const to = { topic: toTopic(spec, pushed), partition: 0 };
  await bus.publish(pushed, event('1'));
  const address = [Buffer.from('ew-address'), Buffer.from('ew.e.shop.git.push')] as const;
  for (const headers of [new Map(), new Map([address]), new Map([address, [Buffer.from('ce_id'), Buffer.from('%')]])])
    await publisher.send(to, { key: undefined, value: Buffer.from('junk'), headers });
  await bus.publish(pushed, event('2'));
  expect(ids(await readAll(bus))).toStrictEqual(['1', '2']);
  expect(context.lines.filter((line) => line.includes('no CloudEvent')).length).toBe(3);
});

it('an event source that is new is read from its first event by who depends on it', async () => {
  await using started = await startKafkaBus(cluster);
  const { bus, admin, spec } = started;
  const later = { ...pushed, namespace: 'bank' };
  await using log = startLog(bus, await bus.resolve('now', [pushed, later]), [pushed, later]);
  await log.next(isAtEnd);
  await admin.apply({ quotas: {}, declared: declare(spec, [{ namespace: 'bank', worker: 'main' }]) });
  await bus.publish(later, event('first'));
  expect(await log.next(isStored)).toMatchObject({ event: { id: 'first' }, address: later });
});

it('a topic that was made anew loses the positions of the one before', async () => {
  await using started = await startKafkaBus(cluster);
  const { bus, admin, spec, context } = started;
  await bus.publish(pushed, event('1'));
  const after = await bus.resolve('now', [pushed]);
  await using log = startLog(bus, after);
  await log.next(isAtEnd);
  await using connection = await connectKafka(spec, context);
  await connection.admin.deleteTopics({ topics: [toTopic(spec, pushed)] });
  const plan = { quotas: {}, declared: declare(spec, [{ namespace: 'shop', worker: 'main' }]) };
  // the brokers learn of it a moment later
  await until(async () => (await admin.apply(plan).catch(() => [])).length > 0, 50);
  await expect(log.ended).rejects.toMatchObject({ code: 'positionLost' });
  await expect(readStored(bus, after)).rejects.toMatchObject({ code: 'positionLost' });
});

it('a reader that asks for nothing more holds no connection once its bus is disposed', async () => {
  await using started = await startKafkaBus(cluster);
  const { bus, spec, context } = started;
  await bus.publish(pushed, event('one'));
  const before = openSockets();
  await using other = await kafkaDriver.connect(spec, context);
  const { signal } = new AbortController();
  const after = await other.resolve('beginning', [pushed]);
  const reader = other.log({ after, addresses: [pushed], signal })[Symbol.asyncIterator]();
  await reader.next();
  expect(openSockets()).toBeGreaterThan(before);
  await other[Symbol.asyncDispose]();
  await until(() => openSockets() <= before);
});

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
}
