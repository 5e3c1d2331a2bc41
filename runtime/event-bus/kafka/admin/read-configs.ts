import { ConfigResourceTypes } from '@platformatic/kafka';
import type { KafkaConnection } from '../connection.ts';
import { toBusError } from '../failure.ts';
import type { Topic } from '../topology.ts';

/** The configuration of topics, by their name. */
export async function readConfigs(
  { admin }: KafkaConnection,
  topics: readonly Topic[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string | undefined>>>> {
  if (topics.length === 0) return new Map();
  const resources = topics.map(({ name }) => ({
    resourceType: ConfigResourceTypes.TOPIC,
    resourceName: name,
    configurationKeys: null,
  }));
  const described = await admin.describeConfigs({ resources }).catch((error: unknown) => {
    throw toBusError(error, 'reading the configuration of topics');
  });
  return new Map(
    described.map(({ resourceName, configs }) => [
      resourceName,
      Object.fromEntries(configs.map(({ name, value }) => [name, value ?? undefined])),
    ]),
  );
}
