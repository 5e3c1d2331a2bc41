import { setTimeout as delay } from 'node:timers/promises';
import { writeProgram } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import type { ChaosBus } from './bus/chaos-bus.ts';
import { type Disturbance, disturb } from './disturb.ts';
import { send } from './send.ts';
import { type Sink, startSink } from './sink.ts';
import { createTable } from './table.ts';
import type { Victim } from './victim.ts';
import { startWorkers } from './workers.ts';

export interface ChaosOptions {
  readonly startBus: () => Promise<ChaosBus>;
  readonly seed: number;
  readonly events: number;
  readonly ratePerSecond: number;
  readonly workers: number;
  /** How often a random worker or server is killed or frozen. */
  readonly disturbEveryMs: number;
  readonly tell: (line: string) => void;
}

export interface ChaosResult {
  readonly seed: number;
  readonly sent: number;
  /** Answered with 2xx. */
  readonly accepted: number;
  /** Posted again by the sender for want of an answer: each may be stored, and acted on, twice. */
  readonly repeats: number;
  /** Accepted, and never seen by the target. */
  readonly missing: number;
  /** Seen by the target more than once, under the same idempotency key. */
  readonly duplicates: number;
  /** Accepted, and seen under more than one idempotency key. */
  readonly splitKeys: number;
  readonly kills: number;
  readonly freezes: number;
  readonly serverKills: number;
  readonly serverFreezes: number;
  readonly seconds: number;
}

export const chaosTable = createTable<ChaosResult>([
  ['seed', 'seed'],
  ['accepted', 'accepted'],
  ['posted again', 'repeats'],
  ['missing', 'missing'],
  ['duplicates', 'duplicates'],
  ['more than one key', 'splitKeys'],
  ['worker kills', 'kills'],
  ['worker freezes', 'freezes'],
  ['server kills', 'serverKills'],
  ['server freezes', 'serverFreezes'],
  ['seconds', 'seconds'],
]);

/** Longest time without a new event at the target before the rest counts as missing. */
const patienceMs = 60_000;

/** Whether every event was accepted and acted on, each under one idempotency key. */
export function holds({ sent, accepted, missing, splitKeys }: ChaosResult): boolean {
  return accepted === sent && missing === 0 && splitKeys === 0;
}

/** A bus, workers as processes, a target that counts, a sender that repeats what was not accepted, and somebody who kills. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { seed, events, ratePerSecond, tell } = options;
  const begun = performance.now();
  await using stack = new AsyncDisposableStack();
  const sink = stack.use(await startSink());
  const bus = stack.use(await options.startBus());
  const program = stack.use(await writeProgram({ target: sink.url, sensors: 1, bus: bus.spec }));
  const workers = await startWorkers({ count: options.workers, program, tell });
  for (const worker of workers) stack.use(worker);

  const over = new AbortController();
  const disturbed = disturb([...workers, ...bus.servers], {
    everyMs: options.disturbEveryMs,
    random: seeded(seed),
    signal: over.signal,
    tell,
  });
  const undisturbed = () => {
    over.abort();
    return disturbed;
  };
  stack.defer(async () => void (await undisturbed()));
  const urls = workers.map(({ url }) => url);
  const { accepted, repeats } = await send({ events, ratePerSecond, urls, random: seeded(seed + 1) });
  tell(`${accepted.size} of ${events} accepted after ${Math.round(performance.now() - begun)} ms`);
  const disturbances = await undisturbed();
  await settled(
    () => sink.seen.size,
    () => [...accepted].every((id) => sink.seen.has(id)),
  );
  return {
    seed,
    sent: events,
    accepted: accepted.size,
    repeats,
    ...judge(accepted, sink),
    ...count(disturbances, bus.servers),
    seconds: Math.round((performance.now() - begun) / 1000),
  };
}

function judge(accepted: ReadonlySet<string>, sink: Sink): Pick<ChaosResult, 'missing' | 'duplicates' | 'splitKeys'> {
  const seen = [...accepted].map((id) => sink.seen.get(id));
  return {
    missing: seen.filter((calls) => !calls).length,
    duplicates: seen.reduce((sum, calls) => sum + Math.max(0, (calls?.count ?? 0) - 1), 0),
    splitKeys: seen.filter((calls) => calls && calls.keys.size !== 1).length,
  };
}

function count(
  disturbances: readonly Disturbance[],
  servers: readonly Victim[],
): Pick<ChaosResult, 'kills' | 'freezes' | 'serverKills' | 'serverFreezes'> {
  const of = (kind: Disturbance['kind'], server: boolean) =>
    disturbances.filter((each) => each.kind === kind && servers.includes(each.victim) === server).length;
  return {
    kills: of('kill', false),
    freezes: of('freeze', false),
    serverKills: of('kill', true),
    serverFreezes: of('freeze', true),
  };
}

async function settled(progress: () => number, done: () => boolean): Promise<void> {
  let last = { at: performance.now(), value: progress() };
  while (!done() && performance.now() - last.at < patienceMs) {
    await delay(100);
    const value = progress();
    if (value !== last.value) last = { at: performance.now(), value };
  }
}
