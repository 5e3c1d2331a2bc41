import { jest } from '@jest/globals';
import { describeKeeper } from './scenario/keeper-story.ts';
import { startKafkaFixtures } from './testing/kafka-fixtures.ts';

jest.setTimeout(120_000);

const fixtures = startKafkaFixtures();
afterAll(() => fixtures[Symbol.asyncDispose]());
describeKeeper('Kafka', () => fixtures.take());
