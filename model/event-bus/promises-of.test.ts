import { parseSpec } from '../schema.ts';
import { type EventBusSpec, eventBusSchema } from './event-bus.ts';
import { eventPromisesOf } from './promises-of.ts';

const parse = (spec: object) => parseSpec(eventBusSchema, { name: 'main', ...spec }, 'test') as EventBusSpec;
const kafka = (options: object) => eventPromisesOf(parse({ kind: 'kafka', brokers: ['kafka:9092'], ...options }));

it('Kafka keeps an order and what is pending where it is told to', () => {
  const remedies = { keepsUntilDone: "retention: 'unlimited'", order: 'partitions: 1' };
  const promises = { refusesWhenFull: false, repeats: 'stored', remedies };
  expect(kafka({})).toStrictEqual({ ...promises, keepsUntilDone: false, keepsFor: '7d', order: 'address' });
  expect(kafka({ partitions: 12, retention: '1h' })).toStrictEqual({
    ...promises,
    keepsUntilDone: false,
    keepsFor: '1h',
    order: 'partitionkey',
  });
  expect(kafka({ retention: 'unlimited' })).toStrictEqual({ ...promises, keepsUntilDone: true, order: 'address' });
});

it('buses that refuse what does not fit keep what is pending', () => {
  const specs = [{ kind: 'memory' }, { kind: 'jetstream', servers: ['nats://nats:4222'] }];
  expect(specs.map((spec) => eventPromisesOf(parse(spec)))).toStrictEqual([
    { refusesWhenFull: true, keepsUntilDone: true, order: 'address', repeats: 'stored' },
    { refusesWhenFull: true, keepsUntilDone: true, order: 'address', repeats: 'dropped' },
  ]);
});
