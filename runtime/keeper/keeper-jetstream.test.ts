import { jest } from '@jest/globals';
import { createBusPool } from '../event-bus/jetstream/testing/bus-pool.ts';
import { describeKeeper } from './scenario/keeper-story.ts';

jest.setTimeout(60_000);

const pool = createBusPool(1);
afterAll(() => pool[Symbol.asyncDispose]());
describeKeeper('JetStream', () => pool.take());
