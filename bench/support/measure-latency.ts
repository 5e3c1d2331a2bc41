import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { type Child, startChild } from './child.ts';
import { type Figure, median } from './figure.ts';
import type { Latencies, Probing } from './probe.ts';
import { secret, writeProgram } from './program.ts';
import { startRuntime } from './start-runtime.ts';

/** A program that does the same on the same servers: `<module> <secret> <servers> <target>`. */
interface BareWebhook {
  readonly module: URL;
  readonly servers: readonly string[];
}

interface LatencyOptions {
  readonly name: string;
  readonly spec: EventBusSpec;
  readonly bare: BareWebhook;
  /** Milliseconds. */
  readonly below?: Readonly<Record<'p50' | 'p99', number>>;
}

const rounds = 3;
const roundSeconds = 3;

/** From a webhook's request to the call of its trigger's target; with the rate and the quantile in each figure's name. */
export async function* measureLatency({
  name,
  spec,
  bare: { module, servers },
  below,
}: LatencyOptions): AsyncIterable<Figure> {
  await using stack = new AsyncDisposableStack();
  const probe = stack.use(await startChild<{ port: number }>(new URL('probe.ts', import.meta.url)));
  const target = `http://127.0.0.1:${probe.ready.port}/`;
  const bareArguments = [secret, servers.join(), target];
  const bare = stack.use(await startChild<{ port: number }>(module, bareArguments));
  const program = stack.use(await writeProgram({ target, sensors: 1, bus: spec }));
  const ports = await stack.use(startRuntime(program, 'bench')).ready();

  for (const port of [ports.events, bare.ready.port]) await measure(probe, port, 1_000);
  for (const ratePerSecond of [200, 1_000]) {
    const measured = { ours: [] as Latencies[], bare: [] as Latencies[] };
    for (let round = 0; round < rounds; round++) {
      measured.bare.push(await measure(probe, bare.ready.port, ratePerSecond));
      measured.ours.push(await measure(probe, ports.events, ratePerSecond));
    }
    for (const quantile of ['p50', 'p99'] as const) {
      const [ours, ofBare] = [
        median(measured.ours.map((took) => took[quantile])),
        median(measured.bare.map((took) => took[quantile])),
      ];
      yield {
        name: `${name}, ${ratePerSecond}/s, ${quantile}`,
        unit: 'ms',
        ours,
        bare: ofBare,
        ratio: ours / ofBare,
        ...(below && { goal: { of: 'ours', below: below[quantile] } }),
      };
    }
  }
}

function measure(probe: Child<unknown>, port: number, ratePerSecond: number): Promise<Latencies> {
  const url = `http://127.0.0.1:${port}/push`;
  return probe.ask({ url, ratePerSecond, events: ratePerSecond * roundSeconds } satisfies Probing);
}
