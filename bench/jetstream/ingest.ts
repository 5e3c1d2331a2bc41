import { startChild } from '../support/child.ts';
import { compare, type Figure } from '../support/figure.ts';
import { startJetStreamServers } from '../support/jetstream-servers.ts';
import type { Load } from '../support/load.ts';
import { secret, writeProgram } from '../support/program.ts';
import { signPush } from '../support/signed-push.ts';
import { startRuntime } from '../support/start-runtime.ts';
import { createBareStream } from './bare/stream.ts';

const push = signPush({ n: 1, ref: 'refs/heads/topic', note: 'x'.repeat(400) });
/** So many requests a round take about a second. */
const requestsBy = { 1: 2_000, 16: 10_000, 64: 15_000, 256: 15_000 };
const rounds = 5;

/** Signed webhooks that are answered once JetStream has stored them, against a bare server that stores as fast as it can. */
export async function* ingestFigures(): AsyncIterable<Figure> {
  for (const replicas of [1, 3] as const) yield* figures(replicas);
}

async function* figures(replicas: 1 | 3): AsyncIterable<Figure> {
  await using stack = new AsyncDisposableStack();
  const { spec } = stack.use(await startJetStreamServers(replicas));
  await createBareStream(spec.servers, replicas);
  const bareModule = new URL('bare/webhook.ts', import.meta.url);
  const bare = stack.use(await startChild<{ port: number }>(bareModule, [secret, spec.servers.join()]));
  const program = stack.use(await writeProgram({ target: 'http://127.0.0.1:9/', sensors: 0, bus: spec }));
  const ports = await stack.use(startRuntime(program, 'bench')).ready();
  const sender = stack.use(await startChild(new URL('../support/load.ts', import.meta.url)));

  const post = async (port: number, connections: number, requests: number): Promise<number> => {
    const load: Load = { url: `http://127.0.0.1:${port}/push`, ...push, connections, requests };
    const { perSecond, refused } = await sender.ask<{ perSecond: number; refused: number }>(load);
    if (refused > 0) throw new Error(`${refused} of ${requests} requests were refused`);
    return perSecond;
  };
  for (const port of [ports.events, bare.ready.port]) await post(port, 64, 10_000);
  for (const [text, requests] of Object.entries(requestsBy)) {
    const measured = await compare(
      rounds,
      () => post(ports.events, Number(text), requests),
      () => post(bare.ready.port, Number(text), requests),
    );
    const name = `webhook stored, R${replicas}, ${text} connections`;
    yield { name, unit: 'requests/s', ...measured, goal: { of: 'ratio', atLeast: 0.7 } };
  }
}
