import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from '../support/child.ts';
import { writeProgram } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { disturb } from './disturb.ts';
import { send } from './send.ts';
import { startSink } from './sink.ts';
import { startWorkers } from './workers.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly events: number;
  readonly ratePerSecond: number;
  readonly workers: number;
  /** How often a random worker is killed or frozen. */
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
  readonly seconds: number;
}

/** Longest time without a new event at the target before the rest counts as missing. */
const patienceMs = 60_000;

/** A store, workers as processes, a target that counts, a sender that repeats what was not accepted, and somebody who kills. */
export async function runChaos({
  seed,
  events,
  ratePerSecond,
  workers: count,
  disturbEveryMs,
  tell,
}: ChaosOptions): Promise<ChaosResult> {
  const begun = performance.now();
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-chaos-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));

  const sink = stack.use(await startSink());
  const socket = join(folder, 'store.sock');
  stack.use(await startChild(new URL('store.ts', import.meta.url), [socket]));
  const program = stack.use(await writeProgram({ target: sink.url, sensors: 1, socket }));
  const workers = stack.use(await startWorkers({ count, program, tell }));

  const over = new AbortController();
  const disturbed = disturb(workers, { everyMs: disturbEveryMs, random: seeded(seed), signal: over.signal, tell });
  const undisturbed = () => {
    over.abort();
    return disturbed;
  };
  stack.defer(async () => void (await undisturbed()));
  const { accepted, repeats } = await send({ events, ratePerSecond, urls: workers.urls, random: seeded(seed + 1) });
  tell(`${accepted.size} of ${events} accepted after ${Math.round(performance.now() - begun)} ms`);
  const { kills, freezes } = await undisturbed();
  await settled(
    () => sink.seen.size,
    () => [...accepted].every((id) => sink.seen.has(id)),
  );

  const seen = [...accepted].map((id) => sink.seen.get(id));
  return {
    seed,
    sent: events,
    accepted: accepted.size,
    repeats,
    missing: seen.filter((calls) => !calls).length,
    duplicates: seen.reduce((sum, calls) => sum + Math.max(0, (calls?.count ?? 0) - 1), 0),
    splitKeys: seen.filter((calls) => calls && calls.keys.size !== 1).length,
    kills,
    freezes,
    seconds: Math.round((performance.now() - begun) / 1000),
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
