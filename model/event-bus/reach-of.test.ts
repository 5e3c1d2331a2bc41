import { parseSpec } from '../schema.ts';
import type { BusServer } from './bus-reach.ts';
import { eventBusSchema } from './event-bus.ts';
import { reachOf } from './reach-of.ts';

it.each<[object, readonly BusServer[]]>([
  [{ kind: 'memory' }, []],
  [
    { kind: 'jetstream', servers: ['nats://nats.ci', 'tls://[::1]:4223'] },
    [
      { host: 'nats.ci', port: 4222 },
      { host: '[::1]', port: 4223 },
    ],
  ],
  [{ kind: 'kafka', brokers: ['kafka-0.kafka:9093'] }, [{ host: 'kafka-0.kafka', port: 9093 }]],
])('%j is at %j', (spec, servers) => {
  expect(reachOf(parseSpec(eventBusSchema, { name: 'main', ...spec }, 'test')).servers).toStrictEqual(servers);
});
