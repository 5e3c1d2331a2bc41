import { parseSpec } from '../schema.ts';
import { eventBusSchema } from './event-bus.ts';
import { serversOf } from './servers-of.ts';

it.each<[object, ReturnType<typeof serversOf>]>([
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
  expect(serversOf(parseSpec(eventBusSchema, { name: 'main', ...spec }, 'test'))).toStrictEqual(servers);
});
