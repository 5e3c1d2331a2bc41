import { parseSpec } from '../schema.ts';
import { kafkaEventBusSchema } from './kafka.ts';
import { type KafkaStore, toTopicSettings } from './kafka-topic-settings.ts';

const sizes = { workerPartitions: 16, outcomeBytes: 1_000 };

function settings(store: KafkaStore, options: object = {}) {
  const bus = parseSpec(kafkaEventBusSchema, { kind: 'kafka', name: 'main', brokers: ['kafka:9092'], ...options }, '');
  return toTopicSettings(bus, store, sizes);
}

it('the topic of a source says how safe it is, and for how long it remembers', () => {
  expect(settings('event', { partitions: 12, retention: '1d' })).toMatchInlineSnapshot(`
{
  "config": {
    "cleanup.policy": "delete",
    "max.message.bytes": "8454144",
    "message.timestamp.type": "LogAppendTime",
    "min.insync.replicas": "2",
    "retention.bytes": "-1",
    "retention.ms": "86400000",
    "segment.ms": "86400000",
    "unclean.leader.election.enable": "false",
  },
  "partitions": 12,
  "replicationFactor": 3,
}
`);
});

it('a journal has a partition for each of its worker, and the others have one', () => {
  const stores = ['journal', 'note', 'member', 'deadLetter', 'outcome'] as const;
  expect(stores.map((store) => settings(store, { partitions: 12 }).partitions)).toStrictEqual([16, 1, 1, 1, 1]);
});

it('only events, members and outcomes are removed by themselves', () => {
  const stores = ['event', 'journal', 'note', 'member', 'deadLetter', 'outcome'] as const;
  const kept = (store: KafkaStore) => {
    const { config } = settings(store, { retention: 'unlimited' });
    return [store, config['retention.ms'], config['retention.bytes']];
  };
  expect(stores.map(kept)).toStrictEqual([
    ['event', '-1', '-1'],
    ['journal', '-1', '-1'],
    ['note', '-1', '-1'],
    ['member', '300000', '-1'],
    ['deadLetter', '-1', '-1'],
    ['outcome', '-1', '1000'],
  ]);
});
