import { jest } from '@jest/globals';
import { describeEventBus } from '../conformance/event-bus.ts';
import { createBusPool } from './testing/bus-pool.ts';

// three servers that were all away elect their leaders anew
jest.setTimeout(60_000);

describe.each([
  ['JetStream on one server', 1],
  ['JetStream on three servers', 3],
] as const)('%s', (name, replicas) => {
  const pool = createBusPool(replicas);
  afterAll(() => pool[Symbol.asyncDispose]());
  describeEventBus(name, () => pool.take());
});
