import type { KafkaTopicSettings } from '../../../../model/event-bus/kafka-topic-settings.ts';
import { EventBusError } from '../../error.ts';
import type { Topic } from '../topology.ts';

/** Throws `planRefused`, with the procedure, where a topic cannot become what is wanted without loss. */
export function checkTopic({ name, partitions }: Topic, wanted: Partial<KafkaTopicSettings>): void {
  const { partitions: count, replicationFactor: copies } = wanted;
  const other = partitions.find(({ replicas }) => copies !== undefined && replicas !== copies);
  if (other)
    throw refused(
      `the topic ${name} has ${other.replicas} copies, and replicationFactor is ${copies}; reassign its partitions (kafka-reassign-partitions.sh), or write replicationFactor: ${other.replicas}`,
    );
  if (count !== undefined && partitions.length > count)
    throw refused(
      `the topic ${name} has ${partitions.length} partitions, more than the ${count} that are asked for, and Kafka takes none away; ask for ${partitions.length}, or make the topic anew, without what it holds`,
    );
}

function refused(message: string): EventBusError {
  return new EventBusError('planRefused', message);
}
