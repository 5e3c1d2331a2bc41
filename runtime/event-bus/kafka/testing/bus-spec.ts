import type { KafkaEventBusSpec } from '../../../../model/event-bus/kafka.ts';
import { kafkaEventBusSchema } from '../../../../model/event-bus/kafka.ts';
import { parseSpec } from '../../../../model/schema.ts';

/** The spec of a bus on these brokers; of one copy unless it says otherwise. */
export function toSpec(
  brokers: readonly string[],
  options: Partial<Parameters<typeof parse>[0]> = {},
): KafkaEventBusSpec {
  return parse({ name: 'bus', brokers, replicationFactor: 1, minInSyncReplicas: 1, ...options });
}

function parse(options: Omit<Partial<KafkaEventBusSpec>, 'kind'>): KafkaEventBusSpec {
  return parseSpec(kafkaEventBusSchema, { kind: 'kafka', ...options }, 'bus');
}
