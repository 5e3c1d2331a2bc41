import { toTopicsOf } from '../../../../model/event-bus/kafka-topics.ts';
import type { StoreName, StoreState } from '../../contract.ts';
import type { KafkaConnection } from '../connection.ts';
import { count } from './count.ts';
import type { Step } from './plan-steps.ts';

/** What of a store's topics is missing, or is set otherwise than these steps want. */
export function findAmiss(
  { spec }: Pick<KafkaConnection, 'spec'>,
  store: StoreName,
  steps: readonly Step[],
): NonNullable<StoreState['amiss']> {
  const own = steps.filter(({ name }) => name.startsWith(toTopicsOf(spec, store)));
  return {
    missing: own.filter(({ found }) => !found).map(toTitle),
    differing: own.flatMap((step) => describe(step).map((what) => `${toTitle(step)}: ${what}`)),
  };
}

function toTitle({ name }: Step): string {
  return `the topic ${name}`;
}

function describe({ wanted, found, differing, current }: Step): readonly string[] {
  if (!found) return [];
  const { partitions = found.partitions.length, replicationFactor } = wanted;
  const other = found.partitions.find(({ replicas }) => replicas !== (replicationFactor ?? replicas));
  return [
    ...(found.partitions.length === partitions
      ? []
      : [`it has ${count(found.partitions.length, 'partition')}, not ${partitions}`]),
    ...(other ? [`it has ${count(other.replicas, 'copy')}, not ${replicationFactor}`] : []),
    ...Object.entries(differing).map(([key, value]) => `${key} is ${current[key]}, not ${value}`),
  ];
}
