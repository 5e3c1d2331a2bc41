import { jest } from '@jest/globals';
import { until } from '../../support/testing/until.ts';
import { event, ids, isStored, pushed, readAll, startLog } from '../conformance/log.ts';
import { startKafkaBus } from './testing/kafka-bus.ts';
import { type KafkaCluster, startKafka } from './testing/kafka-cluster.ts';

// brokers that were killed recover what they hold
jest.setTimeout(300_000);

let cluster: KafkaCluster;
beforeAll(async () => {
  cluster = await startKafka({ size: 3 });
});
afterAll(() => cluster[Symbol.asyncDispose]());

const copies = { replicationFactor: 3, minInSyncReplicas: 2, partitions: 3 } as const;
const partition = { namespace: 'shop', worker: 'main', index: 0 };

it('while brokers die and come back one after the other, nothing that was accepted is lost, or read twice', async () => {
  await using started = await startKafkaBus(cluster, copies);
  const { bus } = started;
  await using log = startLog(bus, await bus.resolve('now', [pushed]));
  const journal = await bus.journal(partition);
  const accepted: string[] = [];
  const appended: string[] = [];
  let over = false;
  const publishing = (async () => {
    for (let at = 0; !over; at++) if (await succeeds(bus.publish(pushed, event(`${at}`)))) accepted.push(`${at}`);
  })();
  const appending = (async () => {
    for (let at = 0; !over; at++)
      if (await succeeds(journal.append(Buffer.from(`${at}`), undefined))) appended.push(`${at}`);
  })();
  for (const broker of cluster.brokers) {
    await broker.stop('SIGKILL');
    const [published, stored] = [accepted.length, appended.length];
    await until(() => accepted.length > published + 10 && appended.length > stored + 10, 50);
    await broker.start();
    await until(async () => (await bus.health()).ready, 100);
  }
  over = true;
  await Promise.all([publishing, appending]);
  const read: string[] = [];
  for (const missing = new Set(accepted); missing.size > 0; ) {
    const next = await log.next(isStored);
    if (!isStored(next)) continue;
    read.push(next.event.id);
    missing.delete(next.event.id);
  }
  expect(new Set(read).size).toBe(read.length);
  expect(new Set(ids(await readAll(bus)))).toStrictEqual(new Set(read));
  const entries: string[] = [];
  for await (const entry of journal.read({ signal: new AbortController().signal })) {
    if (entry === 'tail') break;
    entries.push(Buffer.from(entry.bytes).toString());
  }
  expect(entries.filter((entry) => appended.includes(entry))).toStrictEqual(appended);
});

it('a frozen broker does not stop the others', async () => {
  await using started = await startKafkaBus(cluster, copies);
  const { bus } = started;
  await bus.publish(pushed, event('before'));
  const [frozen] = cluster.brokers;
  frozen?.signal('SIGSTOP');
  await until(() => succeeds(bus.publish(pushed, event('meanwhile'))), 50);
  frozen?.signal('SIGCONT');
  await until(async () => (await bus.health()).ready, 100);
  expect(new Set(ids(await readAll(bus)))).toStrictEqual(new Set(['before', 'meanwhile']));
});

it('health says that nothing is stored, though a broker that has lost the others knows nothing of it', async () => {
  await using started = await startKafkaBus(cluster, copies);
  const { bus } = started;
  const publish = () => succeeds(bus.publish(pushed, event('1')));
  const [, second, third] = cluster.brokers;
  await second?.stop('SIGKILL');
  await until(publish, 100);
  await third?.stop('SIGKILL');
  await until(async () => !(await publish()) && !(await bus.health()).ready, 100);
  await Promise.all([second?.start(), third?.start()]);
  await until(async () => (await publish()) && (await bus.health()).ready, 100);
});

function succeeds(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => true,
    () => false,
  );
}
