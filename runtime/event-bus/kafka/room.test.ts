import { until } from '../../support/testing/until.ts';
import { event } from '../conformance/log.ts';
import { startKafkaBus } from './testing/kafka-bus.ts';
import { type KafkaCluster, startKafka } from './testing/kafka-cluster.ts';

let cluster: KafkaCluster;
beforeAll(async () => {
  cluster = await startKafka();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const mebibyte = 1024 ** 2;
const partition = { namespace: 'shop', worker: 'main', index: 0 };

it('a journal that is trimmed gives its room back, but for two segments', async () => {
  await using started = await startKafkaBus(cluster);
  const { bus, admin } = started;
  const journal = await bus.journal(partition);
  let last: string | undefined;
  for (let count = 0; count < 48; count++) last = await journal.append(new Uint8Array(mebibyte), last);
  await admin.trim({ journal: partition }, last ?? '');
  await until(async () => (await admin.inspect()).journalStore.bytes < 32 * mebibyte, 100);
});

it('outcomes take little more than their quota', async () => {
  await using started = await startKafkaBus(cluster);
  const { bus, admin } = started;
  await admin.apply({ quotas: { outcome: { maxBytes: 8 * mebibyte } } });
  const to = { class: 'outcome', namespace: 'shop', sensor: 'deploy', trigger: 'job' } as const;
  for (let count = 0; count < 64; count++) await bus.publish(to, event(`${count}`, { data: new Uint8Array(mebibyte) }));
  await until(async () => (await admin.inspect()).logs.outcome.bytes < 25 * mebibyte, 100);
});
