import type { Stored } from '../../../runtime/event-bus/contract.ts';
import { seeded } from '../../support/random.ts';
import { createTable } from '../table.ts';
import { comes, type JoinChaosOptions, judgePairs, startJoinChaos } from './join-chaos.ts';
import { halves } from './program.ts';
import { type Half, publishHalves, shuffle } from './publish-halves.ts';
import { readLog } from './read-log.ts';

export interface UnkeyedOptions extends JoinChaosOptions {
  readonly events: number;
  readonly ratePerSecond: number;
}

export interface UnkeyedResult {
  readonly seed: number;
  readonly events: number;
  /** What one thread makes of the log. */
  readonly expected: number;
  readonly pairs: number;
  readonly missing: number;
  readonly wrong: number;
  readonly executions: number;
  readonly repeats: number;
  readonly kills: number;
  readonly seconds: number;
}

export const unkeyedTable = createTable<UnkeyedResult>([
  ['seed', 'seed'],
  ['events', 'events'],
  ['pairs of the reference', 'expected'],
  ['pairs', 'pairs'],
  ['missing', 'missing'],
  ['wrong', 'wrong'],
  ['execution ids', 'executions'],
  ['repeats', 'repeats'],
  ['kills', 'kills'],
  ['seconds', 'seconds'],
]);

const patienceMs = 180_000;

/** Whether the pairs are those that one thread makes, each under one id. */
export function holdsUnkeyed({ expected, pairs, wrong, executions }: UnkeyedResult): boolean {
  return pairs === expected && executions === expected && wrong === 0;
}

/** Halves in any order that all meet, at workers that are killed. */
export async function runUnkeyed(options: UnkeyedOptions): Promise<UnkeyedResult> {
  const { seed, events, ratePerSecond, killForMs, tell } = options;
  const begun = performance.now();
  await using chaos = await startJoinChaos(options);
  const { bus, sink } = chaos;
  const all = Array.from({ length: events }, (_, n): Half => ({ side: n % 2 ? 'a' : 'b', key: `${n}` }));
  await publishHalves(bus, shuffle(all, seeded(seed + 1)), ratePerSecond);
  const expected = pairsOf(await readLog(bus, halves));
  tell(`published after ${Math.round(performance.now() - begun)} ms`);
  const isDone = () => sink.seen.size >= expected.size;
  await comes(isDone, killForMs);
  const kills = await chaos.calm();
  tell(`calm after ${Math.round(performance.now() - begun)} ms and ${kills} kills`);
  await comes(isDone, patienceMs);
  return {
    seed,
    events,
    expected: expected.size,
    ...judgePairs(sink, expected),
    kills,
    seconds: Math.round((performance.now() - begun) / 1000),
  };
}

/** What `a && b` makes of a log: the latest of each, as soon as there are both. */
function pairsOf(log: readonly Stored[]): ReadonlySet<string> {
  const pairs = new Set<string>();
  let held: { a?: string; b?: string } = {};
  for (const { event } of log) {
    held = { ...held, [event.id.charAt(0)]: event.id };
    if (held.a === undefined || held.b === undefined) continue;
    pairs.add(`${held.a} ${held.b}`);
    held = {};
  }
  return pairs;
}
