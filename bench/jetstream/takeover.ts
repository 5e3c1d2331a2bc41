import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from '../support/child.ts';
import { type Figure, median } from '../support/figure.ts';
import { startJetStreamServers } from '../support/jetstream-servers.ts';
import type { Latencies, Probing } from '../support/probe.ts';
import { writeProgram } from '../support/program.ts';
import { startRuntime } from '../support/start-runtime.ts';

const ratePerSecond = 100;
/** Replicas that come and go settle in so much time. */
const settleMs = 6_000;

/** Two workers, one of which ends: the longest that an event waits for its trigger meanwhile. */
export async function* takeoverFigures(): AsyncIterable<Figure> {
  const graceful: number[] = [];
  for (let round = 0; round < 3; round++) graceful.push(await longestWait('SIGTERM', 5));
  yield { name: 'takeover, told to end', unit: 's', ours: median(graceful), goal: { of: 'ours', below: 0.1 } };
  yield {
    name: 'takeover, killed',
    unit: 's',
    ours: await longestWait('SIGKILL', 22),
    goal: { of: 'ours', below: 15 },
  };
}

async function longestWait(signal: 'SIGTERM' | 'SIGKILL', seconds: number): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const { spec } = stack.use(await startJetStreamServers(1));
  const probe = stack.use(await startChild<{ port: number }>(new URL('../support/probe.ts', import.meta.url)));
  const target = `http://127.0.0.1:${probe.ready.port}/`;
  const program = stack.use(await writeProgram({ target, sensors: 1, bus: spec }));
  const staying = stack.use(startRuntime(program, 'bench-0'));
  const going = stack.use(startRuntime(program, 'bench-1'));
  const [ports] = await Promise.all([staying.ready(), going.ready()]);
  await delay(settleMs);

  const url = `http://127.0.0.1:${ports.events}/push`;
  const measured = probe.ask<Latencies>({ url, ratePerSecond, events: ratePerSecond * seconds } satisfies Probing);
  await delay(1_500);
  going.kill(signal);
  return (await measured).longest / 1000;
}
