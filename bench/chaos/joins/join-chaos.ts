import { setTimeout as delay } from 'node:timers/promises';
import type { Duration } from '../../../model/duration.ts';
import type { EventBus } from '../../../runtime/event-bus/contract.ts';
import { connectEventBus } from '../../../runtime/event-bus/index.ts';
import { toBusContext } from '../../support/bus-context.ts';
import { seeded } from '../../support/random.ts';
import type { ChaosBus } from '../bus/chaos-bus.ts';
import { disturb } from '../disturb.ts';
import { type Sink, startSink } from '../sink.ts';
import { startWorkers } from '../workers.ts';
import { writeJoinProgram } from './program.ts';

export interface JoinChaosOptions {
  readonly startBus: () => Promise<ChaosBus>;
  readonly seed: number;
  readonly workers: number;
  /** How often a random worker is killed, and started again at once. */
  readonly killEveryMs: number;
  /** For how long at most, from when the halves are published; until all pairs are there. */
  readonly killForMs: number;
  readonly tell: (line: string) => void;
}

/** Workers that join while somebody kills them. */
export interface JoinChaos extends AsyncDisposable {
  readonly bus: EventBus;
  readonly sink: Sink;
  /** Ends the kills; resolves with how many there were, once all workers are back. */
  calm(): Promise<number>;
}

export async function startJoinChaos(
  { startBus, seed, workers: count, killEveryMs, tell }: JoinChaosOptions,
  within?: Duration,
): Promise<JoinChaos> {
  await using stack = new AsyncDisposableStack();
  const sink = stack.use(await startSink());
  const { spec } = stack.use(await startBus());
  const program = stack.use(await writeJoinProgram({ target: sink.url, bus: spec, ...(within && { within }) }));
  const workers = await startWorkers({ count, program, tell });
  for (const worker of workers) stack.use(worker);
  const bus = stack.use(await connectEventBus(spec, toBusContext('operator')));
  const over = new AbortController();
  const random = seeded(seed);
  const disturbed = disturb(workers, { everyMs: killEveryMs, kinds: ['kill'], random, signal: over.signal, tell });
  const calm = async () => {
    over.abort();
    return (await disturbed).length;
  };
  stack.defer(async () => void (await calm()));
  const started = stack.move();
  return { bus, sink, calm, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** Waits until something holds, at most so long; whether it does. */
export async function comes(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) return false;
    await delay(100);
  }
  return true;
}

/** What was posted, each pair once, and how it came. */
export function judgePairs({ seen }: Sink, expected: ReadonlySet<string>) {
  const calls = [...seen.values()];
  const pairs = [...seen.keys()];
  return {
    pairs: pairs.filter((pair) => expected.has(pair)).length,
    missing: [...expected].filter((pair) => !seen.has(pair)).length,
    wrong: pairs.filter((pair) => !expected.has(pair)).length,
    executions: new Set(calls.flatMap(({ keys }) => [...keys])).size,
    repeats: calls.reduce((sum, { count }) => sum + count - 1, 0),
  };
}
