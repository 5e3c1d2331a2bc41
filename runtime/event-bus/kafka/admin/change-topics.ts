import { ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from '@platformatic/kafka';
import type { KafkaTopicSettings } from '../../../../model/event-bus/kafka-topic-settings.ts';
import { EventBusError } from '../../error.ts';
import type { KafkaConnection } from '../connection.ts';
import { apiIdOf, toBusError } from '../failure.ts';

export async function createTopic(
  { admin }: KafkaConnection,
  name: string,
  { partitions, replicationFactor: replicas, config }: KafkaTopicSettings,
): Promise<void> {
  const configs = Object.entries(config).map(([key, value]) => ({ name: key, value }));
  try {
    await admin.createTopics({ topics: [name], partitions, replicas, configs });
  } catch (error) {
    const refusal = apiIdOf(error);
    // somebody else has made it meanwhile; the next round looks at it
    if (refusal === 'TOPIC_ALREADY_EXISTS') return;
    if (refusal !== 'INVALID_REPLICATION_FACTOR') throw toBusError(error, `making the topic ${name}`);
    throw new EventBusError(
      'planRefused',
      `the topic ${name}: ${replicas} copies need ${replicas} brokers, and the cluster has fewer; add brokers, or write a lower replicationFactor`,
      { cause: error },
    );
  }
}

export async function addPartitions({ admin }: KafkaConnection, name: string, count: number): Promise<void> {
  // without assignments, the brokers decide
  const topic = { name, count } as Parameters<typeof admin.createPartitions>[0]['topics'][number];
  await admin.createPartitions({ topics: [topic] }).catch((error: unknown) => {
    throw toBusError(error, `adding partitions to the topic ${name}`);
  });
}

export async function alterConfigs(
  { admin }: KafkaConnection,
  name: string,
  config: KafkaTopicSettings['config'],
): Promise<void> {
  const configs = Object.entries(config).map(([key, value]) => ({
    name: key,
    value,
    configOperation: IncrementalAlterConfigOperationTypes.SET,
  }));
  const resources = [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: name, configs }];
  await admin.incrementalAlterConfigs({ resources }).catch((error: unknown) => {
    throw toBusError(error, `changing the configuration of the topic ${name}`);
  });
}
