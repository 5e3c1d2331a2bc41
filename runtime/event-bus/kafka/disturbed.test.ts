import { setTimeout as delay } from 'node:timers/promises';
import { Consumer, MessagesStreamModes, stringDeserializers } from '@platformatic/kafka';
import { toJournalTopic, toTopic } from '../../../model/event-bus/kafka-topics.ts';
import { event, ids, isStored, pushed, readAll, readStored, startLog } from '../conformance/log.ts';
import { connectKafka } from './connection.ts';
import { createPublisher } from './publisher.ts';
import { encodeEvent } from './record.ts';
import { declare } from './testing/declared.ts';
import { startKafkaBus } from './testing/kafka-bus.ts';
import { type KafkaCluster, startKafka } from './testing/kafka-cluster.ts';

let cluster: KafkaCluster;
beforeAll(async () => {
  cluster = await startKafka();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const worker = { namespace: 'shop', worker: 'main' };

it('several sources with a long backlog on one broker are all read', async () => {
  await using started = await startKafkaBus(cluster);
  const { bus, admin, spec } = started;
  const names = ['git', 'a', 'b', 'c', 'd', 'e'];
  await admin.apply({ quotas: {}, declared: declare(spec, [{ ...worker, eventSources: names }]) });
  const addresses = names.map((eventSource) => ({ ...pushed, eventSource }));
  const data = new Uint8Array(8 * 1024);
  for (const to of addresses)
    await Promise.all(Array.from({ length: 400 }, (_, n) => bus.publish(to, event(`${n}`, { data }))));
  await using log = startLog(bus, await bus.resolve('beginning', addresses), addresses);
  for (let count = 0; count < 400 * names.length; count++) await log.next(isStored);
});

it('what was acknowledged is stored, whatever becomes of batches to other topics', async () => {
  await using started = await startKafkaBus(cluster);
  const { bus, spec, context } = started;
  await using connection = await connectKafka(spec, context);
  const small = { topic: `${spec.topicPrefix}.small`, partition: 0 };
  const configs = [{ name: 'max.message.bytes', value: '1000' }];
  await connection.admin.createTopics({ topics: [small.topic], partitions: 1, replicas: 1, configs });
  await using publisher = createPublisher(connection);
  const to = { topic: toTopic(spec, pushed), partition: 0 };
  const record = (bytes: number) => ({ key: undefined, value: new Uint8Array(bytes), headers: new Map() });
  const accepted: string[] = [];
  const send = async (id: string) => {
    await publisher.send(to, encodeEvent(pushed, event(id)));
    accepted.push(id);
  };
  for (let round = 0; round < 3; round++) {
    await send(`${round}-first`);
    // what the SDK knows of topics is old by then
    await delay(1_100);
    await publisher.send(small, record(1));
    const refused = expect(publisher.send(small, record(5_000))).rejects.toMatchObject({ code: 'entryTooLarge' });
    await Promise.all([refused, send(`${round}-second`)]);
  }
  expect(ids(await readAll(bus))).toStrictEqual(accepted);
});

it('a reader that resumes at several positions misses nothing of a source that one of them does not know', async () => {
  await using started = await startKafkaBus(cluster);
  const { bus, admin, spec } = started;
  const later = { ...pushed, namespace: 'bank' };
  const addresses = [pushed, later];
  const before = await bus.resolve('now', addresses);
  await admin.apply({ quotas: {}, declared: declare(spec, [{ ...worker, namespace: 'bank' }]) });
  for (const id of ['1', '2']) await bus.publish(later, event(id));
  const [, last] = await readStored(bus, before, addresses);
  const start = bus.resume([before, last?.position ?? '']);
  expect(ids(await readStored(bus, start, addresses))).toStrictEqual(['1', '2']);
});

it('who follows a journal whose topic is made anew is told that it is lost', async () => {
  await using started = await startKafkaBus(cluster);
  const { bus, admin, spec, context } = started;
  const partition = { ...worker, index: 0 };
  await using journal = await bus.journal(partition);
  await journal.append(new Uint8Array(1), undefined);
  const lost = Promise.withResolvers<unknown>();
  void (async () => {
    for await (const _ of journal.read({ signal: new AbortController().signal }));
  })().catch(lost.resolve);
  await using connection = await connectKafka(spec, context);
  await connection.admin.deleteTopics({ topics: [toJournalTopic(spec, partition)] });
  await delay(3_000);
  await admin.apply({ quotas: {}, declared: declare(spec, [worker]) });
  expect(await lost.promise).toMatchObject({ code: 'positionLost' });
});

it("other clients find the attributes where CloudEvents' binding for Kafka has them, and the key", async () => {
  await using started = await startKafkaBus(cluster);
  const { bus, spec } = started;
  const datacontenttype = 'application/json';
  await bus.publish(pushed, event('größe 1', { datacontenttype, subject: 'a "b"', extensions: { trace: 'x' } }));
  const consumer = new Consumer({
    clientId: 'other',
    groupId: 'other',
    bootstrapBrokers: [...spec.brokers],
    deserializers: stringDeserializers,
  });
  const stream = await consumer.consume({ topics: [toTopic(spec, pushed)], mode: MessagesStreamModes.EARLIEST });
  const [message] = await stream.take(1).toArray();
  const { 'ew-address': _, ...attributes } = Object.fromEntries(message?.headers ?? []);
  expect([message?.key, attributes]).toStrictEqual([
    'größe 1',
    {
      ce_specversion: '1.0',
      ce_id: 'größe 1',
      ce_source: '/shop/git',
      ce_type: 'eventwright.webhook',
      ce_time: '2026-01-02T03:04:05Z',
      ce_subject: 'a "b"',
      'content-type': 'application/json',
      ce_trace: 'x',
    },
  ]);
  await consumer.close(true);
});
