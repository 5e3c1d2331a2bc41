import type { Figure } from '../support/figure.ts';
import { startKafkaBrokers } from '../support/kafka-brokers.ts';
import { measureLatency } from '../support/measure-latency.ts';
import { createBareTopic } from './bare/topic.ts';

/** From a webhook's request to the call of its trigger's target, against a bare process that does the same. */
export async function* latencyFigures(): AsyncIterable<Figure> {
  for (const size of [1, 3] as const) yield* figures(size);
}

async function* figures(size: 1 | 3): AsyncIterable<Figure> {
  await using brokers = await startKafkaBrokers(size);
  const { spec } = brokers;
  await createBareTopic(spec.brokers, { partitions: 1, copies: size, minInSync: spec.minInSyncReplicas });
  const bare = { module: new URL('bare/webhook.ts', import.meta.url), servers: spec.brokers };
  yield* measureLatency({ name: `webhook to target, ${size} brokers`, spec, bare });
}
