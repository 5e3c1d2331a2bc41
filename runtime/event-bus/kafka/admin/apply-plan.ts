import { deriveKafkaTopics } from '../../../../model/event-bus/kafka-declared-topics.ts';
import type { KafkaTopicSettings } from '../../../../model/event-bus/kafka-topic-settings.ts';
import { sleep } from '../../../support/clock.ts';
import type { BusPlan } from '../../contract.ts';
import type { KafkaConnection } from '../connection.ts';
import { topicsOf } from '../resolve.ts';
import type { Topic } from '../topology.ts';
import { addPartitions, alterConfigs, createTopic } from './change-topics.ts';
import { checkTopic } from './check-topic.ts';
import { readConfigs } from './read-configs.ts';

/** What is to become of a topic. */
interface Step {
  readonly name: string;
  readonly wanted: Partial<KafkaTopicSettings>;
  readonly found: Topic | undefined;
  /** What of its configuration is another. */
  readonly differing: KafkaTopicSettings['config'];
}

/** Brings the topics to a plan, and tells each change in a sentence. Goes on from wherever an earlier try ended. */
export async function applyPlan(connection: KafkaConnection, plan: BusPlan): Promise<readonly string[]> {
  const steps = await toSteps(connection, plan);
  for (const { found, wanted } of steps) if (found) checkTopic(found, wanted);
  const changes: string[] = [];
  for (const step of steps) {
    const change = describe(step);
    if (change === undefined) continue;
    await take(connection, step);
    connection.log.info(change);
    changes.push(change);
  }
  await settle(connection, { plan, changed: changes.length });
  return changes;
}

async function toSteps(connection: KafkaConnection, { quotas, declared }: BusPlan): Promise<readonly Step[]> {
  const bus = connection.spec;
  const wanted = new Map<string, Partial<KafkaTopicSettings>>(declared ? deriveKafkaTopics({ bus, ...declared }) : []);
  const outcomes = await topicsOf(connection, 'outcome');
  if (quotas.outcome)
    for (const name of outcomes.map((topic) => topic.name)) {
      const config = { ...wanted.get(name)?.config, 'retention.bytes': `${quotas.outcome.maxBytes}` };
      wanted.set(name, { ...wanted.get(name), config });
    }
  const known = await connection.topology.read();
  const found = [...wanted.keys()].flatMap((name) => known.get(name) ?? []);
  const configs = await readConfigs(connection, found);
  return [...wanted].map(([name, settings]) => ({
    name,
    wanted: settings,
    found: known.get(name),
    differing: toDiffering(settings.config ?? {}, configs.get(name)),
  }));
}

function toDiffering(
  wanted: KafkaTopicSettings['config'],
  current: Readonly<Record<string, string | undefined>> | undefined,
): KafkaTopicSettings['config'] {
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => current?.[key] !== value));
}

function describe({ name, wanted, found, differing }: Step): string | undefined {
  const { partitions = 1, replicationFactor = 1 } = wanted;
  if (!found)
    return `the topic ${name}: made, of ${count(partitions, 'partition')} in ${count(replicationFactor, 'copy')}`;
  const said = Object.entries(differing).map(([key, value]) => `${key} is now ${value}`);
  const before = found.partitions.length;
  if (before < partitions) said.unshift(`it has ${partitions} partitions now, and had ${before}`);
  return said.length === 0 ? undefined : `the topic ${name}: ${said.join(', ')}`;
}

function count(number: number, what: 'partition' | 'copy'): string {
  if (number === 1) return `1 ${what}`;
  return what === 'copy' ? `${number} copies` : `${number} partitions`;
}

async function take(connection: KafkaConnection, { name, wanted, found, differing }: Step): Promise<void> {
  if (!found) return createTopic(connection, name, wanted as KafkaTopicSettings);
  const { partitions = 0 } = wanted;
  if (found.partitions.length < partitions) await addPartitions(connection, name, partitions);
  if (Object.keys(differing).length > 0) await alterConfigs(connection, name, differing);
}

const settleMs = 10_000;
const lookEveryMs = 100;

/** What was just made or changed is known to all brokers a moment later. */
async function settle(connection: KafkaConnection, { plan, changed }: Settling): Promise<void> {
  const { clock, closed } = connection;
  const until = clock.now() + settleMs;
  for (let isSettled = changed === 0; !isSettled && clock.now() < until; ) {
    await connection.topology.read({ anew: true });
    const steps = await toSteps(connection, plan);
    isSettled = steps.every((step) => describe(step) === undefined && isServed(step));
    if (!isSettled) await sleep(clock, lookEveryMs, closed);
  }
}

interface Settling {
  readonly plan: BusPlan;
  readonly changed: number;
}

function isServed({ found }: Step): boolean {
  return found?.partitions.every(({ leader }) => leader >= 0) ?? false;
}
