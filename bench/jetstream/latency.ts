import type { Figure } from '../support/figure.ts';
import { startJetStreamServers } from '../support/jetstream-servers.ts';
import { measureLatency } from '../support/measure-latency.ts';
import { createBareStream } from './bare/stream.ts';

/** From a webhook's request to the call of its trigger's target, against a bare process that does the same. */
export async function* latencyFigures(): AsyncIterable<Figure> {
  for (const replicas of [1, 3] as const) yield* figures(replicas);
}

async function* figures(replicas: 1 | 3): AsyncIterable<Figure> {
  await using servers = await startJetStreamServers(replicas);
  const { spec } = servers;
  await createBareStream(spec.servers, replicas);
  const bare = { module: new URL('bare/webhook.ts', import.meta.url), servers: spec.servers };
  yield* measureLatency({ name: `webhook to target, R${replicas}`, spec, bare, below: { p50: 0.8, p99: 4 } });
}
