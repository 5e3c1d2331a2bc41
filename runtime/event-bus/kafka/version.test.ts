import type { KafkaVersions } from '../../../model/event-bus/kafka.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectKafka } from './connection.ts';
import { toSpec } from './testing/bus-spec.ts';
import { type KafkaCluster, startKafka } from './testing/kafka-cluster.ts';
import { whyNotWithin } from './version.ts';

it.each<[number | undefined, KafkaVersions]>([
  [11, { min: '3.5' }],
  [9, { min: '3.5' }],
  [29, { min: '3.5', max: '4.2' }],
  [30, { min: '4.3', max: '4.3' }],
  [99, { min: '3.5' }],
  [99, { min: '4.9', max: '5.1' }],
  [undefined, { min: '3.2', max: '3.4' }],
])('level %s can be used within %j', (level, versions) => {
  expect(whyNotWithin(level, versions)).toBeUndefined();
});

it.each<[number | undefined, KafkaVersions, string]>([
  [8, { min: '3.5' }, 'run Kafka 3.4, and versions allows 3.5 or later; upgrade them, or lower versions.min'],
  [
    14,
    { min: '3.7', max: '4.2' },
    'run Kafka 3.6, and versions allows 3.7 to 4.2; upgrade them, or lower versions.min',
  ],
  [22, { min: '3.5', max: '3.9' }, 'run Kafka 4.0, and versions allows 3.5 to 3.9; raise versions.max'],
  [31, { min: '3.5', max: '4.3' }, 'run a newer Kafka than 4.3, and versions allows 3.5 to 4.3; raise versions.max'],
  [
    undefined,
    { min: '3.5' },
    'do not say which Kafka they run, as those before 3.3, and versions allows 3.5 or later; upgrade them, or lower versions.min',
  ],
])('level %s cannot be used within %j', (level, versions, why) => {
  expect(whyNotWithin(level, versions)).toBe(`the brokers ${why}`);
});

describe('a broker of Kafka 4.2', () => {
  let cluster: KafkaCluster;
  beforeAll(async () => {
    cluster = await startKafka();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  const connect = (versions: KafkaVersions) =>
    connectKafka(toSpec(cluster.addresses, { versions }), createBusContext());

  it('is connected to where versions allows 4.2', async () => {
    await using connection = await connect({ min: '4.2', max: '4.2' });
    expect(connection.closed.aborted).toBe(false);
  });

  it.each<[KafkaVersions, string]>([
    [{ min: '4.3' }, 'versions allows 4.3 or later; upgrade them, or lower versions.min'],
    [{ min: '3.5', max: '4.1' }, 'versions allows 3.5 to 4.1; raise versions.max'],
  ])('is refused for good where versions is %j', async (versions, why) => {
    await expect(connect(versions)).rejects.toMatchObject({
      code: 'busRefused',
      message: `${cluster.addresses[0]}: the brokers run Kafka 4.2, and ${why}`,
    });
  });
});
