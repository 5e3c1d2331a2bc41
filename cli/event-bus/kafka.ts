import { type KafkaEventBusSpec, kafkaEventBusSchema } from '../../model/event-bus/kafka.ts';
import { deriveKafkaTopics } from '../../model/event-bus/kafka-declared-topics.ts';
import { deriveKafkaUsers } from '../../model/event-bus/kafka-users.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { parseSpec } from '../../model/schema.ts';
import { usageError } from '../command/command-error.ts';
import { defaultNamespace } from '../project/default-namespace.ts';
import { toKafkaScript } from './kafka-script.ts';
import type { OperatedEventBus } from './operated-event-bus.ts';

export const kafka: OperatedEventBus<KafkaEventBusSpec> = {
  whereIs: ({ brokers }) => brokers.join(', '),
  withServer(spec, server) {
    try {
      return parseSpec(kafkaEventBusSchema, { ...spec, brokers: [server] }, '--server');
    } catch (error) {
      throw error instanceof InvalidSpecError ? usageError(error.message.replace('brokers.0 ', '')) : error;
    }
  },
  asOperator: (spec) => spec,
  isShared: () => true,
  toUsers(bus, documents) {
    const options = { bus, documents, namespace: defaultNamespace };
    return toKafkaScript(bus, { topics: deriveKafkaTopics(options), users: deriveKafkaUsers(options) });
  },
};
