import { jest } from '@jest/globals';
import { describeEventBus } from '../conformance/event-bus.ts';
import { createBusPool } from './testing/bus-pool.ts';

// brokers that were all away start and elect anew
jest.setTimeout(120_000);

describe.each([
  ['Kafka on one broker', { brokers: 1, partitions: 1 }],
  ['Kafka on three brokers', { brokers: 3, partitions: 4 }],
] as const)('%s', (name, options) => {
  const pool = createBusPool(options);
  afterAll(() => pool[Symbol.asyncDispose]());
  describeEventBus(name, () => pool.take());
});
