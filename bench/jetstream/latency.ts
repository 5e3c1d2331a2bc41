import { type Child, startChild } from '../support/child.ts';
import { type Figure, median } from '../support/figure.ts';
import { startJetStreamServers } from '../support/jetstream-servers.ts';
import type { Latencies, Probing } from '../support/probe.ts';
import { secret, writeProgram } from '../support/program.ts';
import { startRuntime } from '../support/start-runtime.ts';
import { createBareStream } from './bare/stream.ts';

const rounds = 3;
const roundSeconds = 3;

/** From a webhook's request to the call of its trigger's target, against a bare process that does the same. */
export async function* latencyFigures(): AsyncIterable<Figure> {
  for (const replicas of [1, 3] as const) yield* figures(replicas);
}

async function* figures(replicas: 1 | 3): AsyncIterable<Figure> {
  await using stack = new AsyncDisposableStack();
  const { spec } = stack.use(await startJetStreamServers(replicas));
  await createBareStream(spec.servers, replicas);
  const probe = stack.use(await startChild<{ port: number }>(new URL('../support/probe.ts', import.meta.url)));
  const target = `http://127.0.0.1:${probe.ready.port}/`;
  const bareArguments = [secret, spec.servers.join(), target];
  const bare = stack.use(
    await startChild<{ port: number }>(new URL('bare/webhook.ts', import.meta.url), bareArguments),
  );
  const program = stack.use(await writeProgram({ target, sensors: 1, bus: spec }));
  const ports = await stack.use(startRuntime(program, 'bench')).ready();

  for (const port of [ports.events, bare.ready.port]) await measure(probe, port, 1_000);
  for (const ratePerSecond of [200, 1_000]) {
    const measured = { ours: [] as Latencies[], bare: [] as Latencies[] };
    for (let round = 0; round < rounds; round++) {
      measured.bare.push(await measure(probe, bare.ready.port, ratePerSecond));
      measured.ours.push(await measure(probe, ports.events, ratePerSecond));
    }
    for (const [of, below] of [
      ['p50', 0.8],
      ['p99', 4],
    ] as const) {
      const [ours, ofBare] = [
        median(measured.ours.map((took) => took[of])),
        median(measured.bare.map((took) => took[of])),
      ];
      const name = `webhook to target, R${replicas}, ${ratePerSecond}/s, ${of}`;
      yield { name, unit: 'ms', ours, bare: ofBare, ratio: ours / ofBare, goal: { of: 'ours', below } };
    }
  }
}

function measure(probe: Child<unknown>, port: number, ratePerSecond: number): Promise<Latencies> {
  const url = `http://127.0.0.1:${port}/push`;
  return probe.ask({ url, ratePerSecond, events: ratePerSecond * roundSeconds } satisfies Probing);
}
