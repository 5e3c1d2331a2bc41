import { deriveKafkaTopics } from '../../../../model/event-bus/kafka-declared-topics.ts';
import type { KafkaTopicSettings } from '../../../../model/event-bus/kafka-topic-settings.ts';
import { toTopicsOf } from '../../../../model/event-bus/kafka-topics.ts';
import type { BusPlan } from '../../contract.ts';
import type { KafkaConnection } from '../connection.ts';
import type { Topic } from '../topology.ts';
import { readConfigs } from './read-configs.ts';

/** What is to become of a topic. */
export interface Step {
  readonly name: string;
  readonly wanted: Partial<KafkaTopicSettings>;
  readonly found: Topic | undefined;
  /** What of its configuration is another. */
  readonly differing: KafkaTopicSettings['config'];
  /** What that is now. */
  readonly current: Readonly<Record<string, string | undefined>>;
}

/** What a plan wants of each topic that it concerns, and what is there. */
export async function planSteps(connection: KafkaConnection, plan: BusPlan): Promise<readonly Step[]> {
  const known = await connection.topology.read({ anew: true });
  const wanted = toWanted(connection, plan, [...known.keys()]);
  const found = [...wanted.keys()].flatMap((name) => known.get(name) ?? []);
  const configs = await readConfigs(connection, found);
  const steps = [...wanted].map(([name, settings]): Step => {
    const current = configs.get(name) ?? {};
    const changed = Object.entries(settings.config ?? {}).filter(([key, value]) => current[key] !== value);
    return { name, wanted: settings, found: known.get(name), differing: Object.fromEntries(changed), current };
  });
  return plan.declared?.keptElsewhere ? steps.filter((step) => !step.found) : steps;
}

function toWanted(
  { spec }: KafkaConnection,
  { quotas, declared }: BusPlan,
  known: readonly string[],
): ReadonlyMap<string, Partial<KafkaTopicSettings>> {
  const wanted = new Map<string, Partial<KafkaTopicSettings>>(
    declared ? deriveKafkaTopics({ bus: spec, ...declared }) : [],
  );
  if (!quotas.outcome) return wanted;
  for (const name of known.filter((topic) => topic.startsWith(toTopicsOf(spec, 'outcome')))) {
    const config = { ...wanted.get(name)?.config, 'retention.bytes': `${quotas.outcome.maxBytes}` };
    wanted.set(name, { ...wanted.get(name), config });
  }
  return wanted;
}
