import type { KeeperDocument } from '../../../model/document/document.ts';
import { parseDocument } from '../../../model/document/parse-document.ts';
import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';
import { kafkaEventBusSchema } from '../../../model/event-bus/kafka.ts';
import { parseSpec } from '../../../model/schema.ts';
import { readConfigMap } from './read-config-map.ts';

const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0' };
const toBus = (...servers: readonly string[]): EventBusSpec => ({ kind: 'jetstream', name: 'bus', servers });
function toKeeper(bus: EventBusSpec): KeeperDocument {
  const document = { ...head, kind: 'Keeper', bus, metadata: { name: 'bus', namespace: 'ops' }, spec: {} };
  return parseDocument(JSON.stringify(document), 'keeper') as KeeperDocument;
}

function read(keeperBus: EventBusSpec, bus: EventBusSpec, namespace: string) {
  const spec = { kind: 'calendar', events: { tick: { interval: '10s', catchUp: { ticks: 'none', maxAge: '1h' } } } };
  const document = { ...head, kind: 'EventSource', bus, metadata: { name: 'clock', worker: 'main' }, spec };
  const configMap = { metadata: { name: 'clock-event-source' }, data: { 'a.json': JSON.stringify(document) } };
  return readConfigMap(configMap, { namespace, keeper: toKeeper(keeperBus), keeperNamespace: 'ops' });
}

const near = 'tls://bus-nats-0.bus-nats-headless:4222';
const far = 'tls://bus-nats-0.bus-nats-headless.ops:4222';
const external = 'nats://nats.messaging.svc.cluster.local:4222';

it.each([
  ['the same', near, near, 'ops'],
  ['with the namespace of the bus', near, far, 'shop'],
  ['in full', 'nats://nats.messaging', external, 'shop'],
  ['short, where the servers are', external, 'nats://nats:4222', 'messaging'],
])('a document whose servers are those of the keeper is taken: %s', (_, ofKeeper, ofDocument, namespace) => {
  expect(read(toBus(ofKeeper), toBus('tls://other:4222', ofDocument), namespace)).toHaveLength(1);
});

it('one on another bus of that name is refused', () => {
  expect(() => read(toBus(near), toBus('tls://bus-nats-0.bus-nats-headless.audit:4222'), 'shop')).toThrow(
    "ConfigMap shop/clock-event-source: a.json: it is on another event bus 'bus', bus-nats-0.bus-nats-headless.audit:4222, and the keeper's is bus-nats-0.bus-nats-headless:4222; give one of the two another name, or both the same servers",
  );
  expect(() => read(toBus('nats://127.0.0.1:4222'), toBus('nats://127.0.0.1:4223'), 'shop')).toThrow(
    'it is on another event bus',
  );
});

it('behind a leaf node, the servers of one bus are others', () => {
  const bus = { ...toBus('nats://leaf.edge:4222'), domain: 'hub' } as EventBusSpec;
  expect(read(toBus(external), bus, 'edge')).toHaveLength(1);
});

const toKafka = (broker: string, topicPrefix = 'ew') =>
  parseSpec(kafkaEventBusSchema, { kind: 'kafka', name: 'bus', brokers: [broker], topicPrefix }, 'bus');

it('on Kafka, the same topics of the same brokers are the same bus', () => {
  const [near, far] = [toKafka('kafka.ops:9092'), toKafka('kafka.ops.svc:9092')];
  expect(read(near, far, 'shop')).toHaveLength(1);
  expect(() => read(near, toKafka('kafka.ops:9092', 'platform'), 'shop')).toThrow(
    "it is on another event bus 'bus', kafka.ops:9092 (in 'platform'), and the keeper's is kafka.ops:9092 (in 'ew')",
  );
});
