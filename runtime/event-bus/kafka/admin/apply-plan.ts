import type { KafkaTopicSettings } from '../../../../model/event-bus/kafka-topic-settings.ts';
import { sleep } from '../../../support/clock.ts';
import type { BusPlan } from '../../contract.ts';
import type { KafkaConnection } from '../connection.ts';
import { addPartitions, alterConfigs, createTopic } from './change-topics.ts';
import { checkTopic } from './check-topic.ts';
import { count } from './count.ts';
import { planSteps, type Step } from './plan-steps.ts';

/** Brings the topics to a plan, and tells each change in a sentence. Goes on from wherever an earlier try ended. */
export async function applyPlan(connection: KafkaConnection, plan: BusPlan): Promise<readonly string[]> {
  const steps = await planSteps(connection, plan);
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

function describe({ name, wanted, found, differing }: Step): string | undefined {
  const { partitions = 1, replicationFactor = 1 } = wanted;
  if (!found)
    return `the topic ${name}: made, of ${count(partitions, 'partition')} in ${count(replicationFactor, 'copy')}`;
  const said = Object.entries(differing).map(([key, value]) => `${key} is now ${value}`);
  const before = found.partitions.length;
  if (before < partitions) said.unshift(`it has ${partitions} partitions now, and had ${before}`);
  return said.length === 0 ? undefined : `the topic ${name}: ${said.join(', ')}`;
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
    const steps = await planSteps(connection, plan);
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
