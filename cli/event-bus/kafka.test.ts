import { parseDocument } from '../../model/document/parse-document.ts';
import type { KafkaEventBusSpec } from '../../model/event-bus/kafka.ts';
import { kafka } from './kafka.ts';

const source = parseDocument(
  JSON.stringify({
    apiVersion: 'eventwright.dev/v1',
    minRuntime: '0.1.0',
    bus: { kind: 'kafka', name: 'main', brokers: ['kafka-0.kafka:9093', 'kafka-1.kafka:9093'] },
    kind: 'EventSource',
    metadata: { name: 'clock', namespace: 'ci', worker: 'build-images' },
    spec: { kind: 'calendar', events: { noon: { interval: '1d' } } },
  }),
  'test',
);
const bus = source.bus as KafkaEventBusSpec;

it('users are a script for the tools of Kafka, with the topics', () => {
  const script = kafka.toUsers(bus, [source]);
  expect(script.replaceAll(/ --config \S+/g, '')).toMatchInlineSnapshot(`
"#!/bin/sh
# Topics and access control lists of the event bus main, for the tools of Kafka. It may be run again.
# KAFKA_OPTIONS says how they connect; EW_..., whom a principal stands for where that is another name.
set -eu
KAFKA_OPTIONS="\${KAFKA_OPTIONS:---bootstrap-server kafka-0.kafka:9093,kafka-1.kafka:9093}"
topic() { kafka-topics.sh $KAFKA_OPTIONS --create --if-not-exists --topic "$@"; }
allow() { principal=$1; shift; kafka-acls.sh $KAFKA_OPTIONS --add --force --allow-principal "User:$principal" "$@"; }

topic ew.e.ci.clock --partitions 1 --replication-factor 3
topic ew.j.ci.build-images --partitions 16 --replication-factor 3
topic ew.n.ci.build-images --partitions 1 --replication-factor 3
topic ew.m.ci.build-images --partitions 1 --replication-factor 3
topic ew.j.default.keeper-keeper --partitions 1 --replication-factor 3
topic ew.n.default.keeper-keeper --partitions 1 --replication-factor 3
topic ew.m.default.keeper-keeper --partitions 1 --replication-factor 3

# worker ci/build-images
allow "\${EW_WORKER_CI_BUILD__IMAGES:-worker.ci.build-images}" --operation Write --topic ew.e.ci.clock
allow "\${EW_WORKER_CI_BUILD__IMAGES:-worker.ci.build-images}" --operation Read --operation Write --topic ew.j.ci.build-images
allow "\${EW_WORKER_CI_BUILD__IMAGES:-worker.ci.build-images}" --operation Read --topic ew.n.ci.build-images
allow "\${EW_WORKER_CI_BUILD__IMAGES:-worker.ci.build-images}" --operation Read --operation Write --topic ew.m.ci.build-images

# keeper default/keeper
allow "\${EW_KEEPER_DEFAULT_KEEPER:-keeper.default.keeper}" --operation Alter --operation AlterConfigs --operation Create --operation Delete --operation DescribeConfigs --operation Read --operation Write --resource-pattern-type prefixed --topic ew.
allow "\${EW_KEEPER_DEFAULT_KEEPER:-keeper.default.keeper}" --operation Describe --cluster

# operator default/main
allow "\${EW_OPERATOR_DEFAULT_MAIN:-operator.default.main}" --operation Read --resource-pattern-type prefixed --topic ew.
allow "\${EW_OPERATOR_DEFAULT_MAIN:-operator.default.main}" --operation Write --resource-pattern-type prefixed --topic ew.n.
allow "\${EW_OPERATOR_DEFAULT_MAIN:-operator.default.main}" --operation Write --resource-pattern-type prefixed --topic ew.d.
"
`);
});

it('a topic is made with all of its settings', () => {
  const script = kafka.toUsers(bus, [source]);
  expect(script.split('\n').filter((line) => line.startsWith('topic ew.e.'))).toMatchInlineSnapshot(`
[
  "topic ew.e.ci.clock --partitions 1 --replication-factor 3 --config cleanup.policy=delete --config max.message.bytes=8454144 --config message.timestamp.type=LogAppendTime --config min.insync.replicas=2 --config retention.bytes=-1 --config retention.ms=604800000 --config segment.ms=604800000 --config unclean.leader.election.enable=false",
]
`);
});

it('the same bus behind another address', () => {
  expect(kafka.withServer(bus, '127.0.0.1:9093')).toStrictEqual({ ...bus, brokers: ['127.0.0.1:9093'] });
  expect(kafka.whereIs(bus)).toBe('kafka-0.kafka:9093, kafka-1.kafka:9093');
});

it('an address that is none is told as a mistake in the arguments', () => {
  expect(() => kafka.withServer(bus, 'nats://127.0.0.1:4222')).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: "--server: 'nats://127.0.0.1:4222' is no broker's address; write it like 'kafka-0.kafka:9092'",
    }),
  );
});
