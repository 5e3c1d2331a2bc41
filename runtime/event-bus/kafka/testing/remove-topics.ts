import type { KafkaEventBusSpec } from '../../../../model/event-bus/kafka.ts';
import type { EventBusContext } from '../../contract.ts';
import { connectKafka } from '../connection.ts';

/** Brokers get slow when they keep the topics of all tests. */
export async function removeTopics(spec: KafkaEventBusSpec, context: EventBusContext): Promise<void> {
  await using connection = await connectKafka(spec, context);
  const topics = [...(await connection.topology.read({ anew: true })).keys()];
  await connection.admin.deleteTopics({ topics });
}
