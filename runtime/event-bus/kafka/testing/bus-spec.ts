import {
  type KafkaEventBusConfig,
  type KafkaEventBusSpec,
  kafkaEventBusSchema,
} from '../../../../model/event-bus/kafka.ts';
import { parseSpec } from '../../../../model/schema.ts';

/** The spec of a bus on these brokers; of one copy unless it says otherwise. */
export function toSpec(brokers: readonly string[], options: Partial<KafkaEventBusConfig> = {}): KafkaEventBusSpec {
  const config = { name: 'bus', brokers, replicationFactor: 1, minInSyncReplicas: 1, ...options } as const;
  return parseSpec(kafkaEventBusSchema, { kind: 'kafka', ...config }, 'bus');
}
