import { toJournalTopic, toTopic } from '../../../model/event-bus/kafka-topics.ts';
import { describe } from '../../support/describe.ts';
import type { BusHealth } from '../contract.ts';
import type { KafkaConnection } from './connection.ts';
import type { Publisher } from './publisher.ts';
import type { Topic } from './topology.ts';

/**
 * Whether each topic that the client writes has leaders, and as many copies as a write needs, and what it wrote last was
 * stored: brokers that have lost their controllers go on telling what was.
 */
export async function readHealth(
  connection: KafkaConnection,
  { topics, whyFailing }: Pick<Publisher, 'topics' | 'whyFailing'>,
): Promise<BusHealth> {
  try {
    const known = await connection.topology.read({ anew: true });
    for (const name of new Set([...ownTopics(connection), ...topics])) {
      const topic = known.get(name);
      const reason = topic
        ? whyNoQuorum(topic, connection.spec.minInSyncReplicas)
        : (await connection.topology.explain(name)).message;
      if (reason !== undefined) return { ready: false, reason };
    }
    const failing = whyFailing();
    return failing === undefined ? { ready: true } : { ready: false, reason: failing };
  } catch (error) {
    return { ready: false, reason: describe(error) };
  }
}

function ownTopics({ spec, context: { client } }: KafkaConnection): readonly string[] {
  if (client.component !== 'worker') return [];
  const worker = { namespace: client.namespace, worker: client.name };
  return [toJournalTopic(spec, worker), toTopic(spec, { class: 'member', ...worker })];
}

function whyNoQuorum({ name, partitions }: Topic, needed: number): string | undefined {
  for (const [index, { leader, inSync }] of partitions.entries()) {
    if (leader < 0) return `the topic ${name}, partition ${index}, has no leader`;
    if (inSync < needed)
      return `the topic ${name}, partition ${index}, has ${inSync} replicas in sync, and ${needed} are needed`;
  }
  return undefined;
}
