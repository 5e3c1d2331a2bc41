import { parseDocument } from '../document/parse-document.ts';
import type { KafkaEventBusSpec } from './kafka.ts';
import { deriveKafkaTopics } from './kafka-declared-topics.ts';
import { deriveKafkaUsers } from './kafka-users.ts';

const head = {
  apiVersion: 'eventwright.dev/v1',
  minRuntime: '0.1.0',
  bus: { kind: 'kafka', name: 'bus', brokers: ['kafka:9092'] },
};
const parse = (value: object) => parseDocument(JSON.stringify({ ...head, ...value }), 'test');
const metadata = (name: string, worker = 'main') => ({ name, namespace: 'ci', worker });

const source = parse({
  kind: 'EventSource',
  metadata: metadata('clock'),
  spec: { kind: 'calendar', events: { noon: { interval: '1d' }, night: { interval: '1d' } } },
});
const sensor = parse({
  kind: 'Sensor',
  metadata: metadata('deploy'),
  spec: {
    dependencies: {
      noon: { eventSource: 'clock', event: 'noon' },
      night: { eventSource: 'clock', event: 'night' },
      order: { namespace: 'shop', eventSource: 'orders', event: 'paid' },
    },
    triggers: {},
  },
});
const documents = [source, sensor];
const bus = source.bus as KafkaEventBusSpec;
const options = { bus, documents, namespace: 'ops' };

it('a worker may write what its documents say, and read what its sensors depend on', () => {
  const [worker] = deriveKafkaUsers(options);
  expect(worker?.client).toStrictEqual({ component: 'worker', namespace: 'ci', name: 'main' });
  expect(worker?.grants.map(({ on, operations }) => [on, operations.join()])).toStrictEqual([
    [{ topic: 'ew.e.ci.clock' }, 'Read,Write'],
    [{ topic: 'ew.d.ci' }, 'Write'],
    [{ topic: 'ew.o.ci' }, 'Write'],
    [{ topic: 'ew.e.shop.orders' }, 'Read'],
    [{ topic: 'ew.j.ci.main' }, 'Read,Write'],
    [{ topic: 'ew.n.ci.main' }, 'Read'],
    [{ topic: 'ew.m.ci.main' }, 'Read,Write'],
  ]);
});

it('the keeper may do everything below the prefix, and operators read it', () => {
  const [, keeper, operator] = deriveKafkaUsers({ ...options, bus: { ...bus, topicPrefix: 'platform.ew' } });
  expect([keeper, operator]).toStrictEqual([
    {
      client: { component: 'keeper', namespace: 'ops', name: 'keeper' },
      grants: [
        {
          on: { prefix: 'platform.ew.' },
          operations: ['Alter', 'AlterConfigs', 'Create', 'Delete', 'DescribeConfigs', 'Read', 'Write'],
        },
        { on: { cluster: true }, operations: ['Describe'] },
      ],
    },
    {
      client: { component: 'operator', namespace: 'ops', name: 'bus' },
      grants: [
        { on: { prefix: 'platform.ew.' }, operations: ['Read'] },
        { on: { prefix: 'platform.ew.n.' }, operations: ['Write'] },
        { on: { prefix: 'platform.ew.d.' }, operations: ['Write'] },
      ],
    },
  ]);
});

it('a worker that runs sources alone reads no events', () => {
  const [worker] = deriveKafkaUsers({ ...options, documents: [source] });
  expect(worker?.grants.filter(({ on }) => 'topic' in on && /\.[edo]\./.test(on.topic))).toStrictEqual([
    { on: { topic: 'ew.e.ci.clock' }, operations: ['Write'] },
  ]);
});

it('whatever a user may touch is a topic that is made, but for what others declare', () => {
  const topics = deriveKafkaTopics(options);
  expect([...topics].map(([name, { partitions }]) => `${name} ${partitions}`)).toStrictEqual([
    'ew.e.ci.clock 1',
    'ew.d.ci 1',
    'ew.o.ci 1',
    'ew.j.ci.main 16',
    'ew.n.ci.main 1',
    'ew.m.ci.main 1',
    'ew.j.ops.keeper-keeper 1',
    'ew.n.ops.keeper-keeper 1',
    'ew.m.ops.keeper-keeper 1',
  ]);
  const touched = deriveKafkaUsers(options).flatMap(({ grants }) =>
    grants.flatMap(({ on }) => ('topic' in on ? [on.topic] : [])),
  );
  expect(touched.filter((topic) => !topics.has(topic))).toStrictEqual(['ew.e.shop.orders']);
});

it('outcomes hold what the keeper allows them', () => {
  const keeper = parse({
    kind: 'Keeper',
    metadata: { name: 'librarian', namespace: 'ops' },
    spec: { quotas: { outcomes: '1Gi' } },
  });
  const topics = deriveKafkaTopics({ ...options, documents: [...documents, keeper] });
  expect(topics.get('ew.o.ci')?.config['retention.bytes']).toBe('1073741824');
  expect(topics.has('ew.j.ops.librarian-keeper')).toBe(true);
});
