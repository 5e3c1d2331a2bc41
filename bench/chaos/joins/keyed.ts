import { type Duration, toMs } from '../../../model/duration.ts';
import type { EventBus } from '../../../runtime/event-bus/contract.ts';
import { readDeadLetter } from '../../../runtime/partition/dead-letter/dead-letter.ts';
import { seeded } from '../../support/random.ts';
import { createTable } from '../table.ts';
import { comes, type JoinChaosOptions, judgePairs, startJoinChaos } from './join-chaos.ts';
import { halves, pair } from './program.ts';
import { type Half, publishHalves, shuffle, toId } from './publish-halves.ts';
import { readLog } from './read-log.ts';

export interface KeyedOptions extends JoinChaosOptions {
  /** Keys that get both halves. */
  readonly keys: number;
  /** Further ones that get only `a`, half of them once nobody is killed any more. */
  readonly lonely: number;
  readonly within: Duration;
  readonly ratePerSecond: number;
}

export interface KeyedResult {
  readonly seed: number;
  readonly keys: number;
  readonly pairs: number;
  readonly missing: number;
  /** Pairs of two keys. */
  readonly wrong: number;
  readonly executions: number;
  /** Calls under an execution's id beyond its first. */
  readonly repeats: number;
  readonly lonely: number;
  readonly letters: number;
  /** Letters of halves that were not alone, or whose windows were not over. */
  readonly wrongLetters: number;
  /** How long behind the end of its window the latest letter was stored. */
  readonly latestMs: number;
  /** Of those that were due when all workers had been left alone for a while, how many, and the latest. */
  readonly calmLetters: number;
  readonly latestCalmMs: number;
  readonly kills: number;
  readonly seconds: number;
}

export const keyedTable = createTable<KeyedResult>([
  ['seed', 'seed'],
  ['keys', 'keys'],
  ['pairs', 'pairs'],
  ['missing', 'missing'],
  ['wrong', 'wrong'],
  ['execution ids', 'executions'],
  ['repeats', 'repeats'],
  ['alone', 'lonely'],
  ['letters', 'letters'],
  ['wrong or early', 'wrongLetters'],
  ['latest, ms', 'latestMs'],
  ['of them in peace', 'calmLetters'],
  ['their latest, ms', 'latestCalmMs'],
  ['kills', 'kills'],
  ['seconds', 'seconds'],
]);

/** How long it takes until a worker that died has been missed, and its successors act. */
const settledMs = 20_000;
const patienceMs = 180_000;

/** Whether each key has one pair under one id, and each lonely half one letter, none too early. */
export function holdsKeyed({ keys, lonely, ...came }: KeyedResult): boolean {
  const { pairs, wrong, executions, letters, wrongLetters } = came;
  return pairs === keys && executions === keys && wrong === 0 && letters === lonely && wrongLetters === 0;
}

/** Halves of many keys in any order, of which some stay alone, at workers that are killed. */
export async function runKeyed(options: KeyedOptions): Promise<KeyedResult> {
  const { seed, keys, lonely, within, ratePerSecond, killForMs, tell } = options;
  const begun = performance.now();
  await using chaos = await startJoinChaos(options, within);
  const { bus, sink } = chaos;
  const names = Array.from({ length: keys + lonely }, (_, n) => `${n}`);
  const couples = names.slice(0, keys).flatMap((key): Half[] => [
    { side: 'a', key },
    { side: 'b', key },
  ]);
  const alone = names.slice(keys).map((key): Half => ({ side: 'a', key }));
  const early = alone.slice(0, lonely / 2);
  await publishHalves(bus, shuffle([...couples, ...early], seeded(seed + 1)), ratePerSecond);
  tell(`published after ${Math.round(performance.now() - begun)} ms`);

  const expected = new Set(names.slice(0, keys).map((key) => `a-${key} b-${key}`));
  const arePaired = () => sink.seen.size >= keys;
  await comes(arePaired, killForMs);
  const kills = await chaos.calm();
  const calmSince = Date.now() + settledMs;
  tell(`calm after ${Math.round(performance.now() - begun)} ms and ${kills} kills`);
  await publishHalves(bus, alone.slice(early.length), ratePerSecond);
  await comes(arePaired, patienceMs);
  const dueOf = await readDueTimes(bus, within);
  const due = new Map(alone.map((half) => [toId(half), dueOf.get(toId(half)) as number]));
  await comes(async () => (await readLetters(bus)).size >= lonely, toMs(within) + patienceMs);
  return {
    seed,
    keys,
    lonely,
    ...judgePairs(sink, expected),
    ...judgeLetters(await readLetters(bus), due, calmSince),
    kills,
    seconds: Math.round((performance.now() - begun) / 1000),
  };
}

/** When each half's window ends, if it was the first of its key. */
async function readDueTimes(bus: EventBus, within: Duration): Promise<ReadonlyMap<string, number>> {
  const stored = await readLog(bus, halves);
  return new Map(stored.map(({ event, storedAt }) => [event.id, storedAt + toMs(within)]));
}

/** When the first letter of each half was stored. */
async function readLetters(bus: EventBus): Promise<ReadonlyMap<string, number>> {
  const letters = new Map<string, number>();
  for (const { event, storedAt } of await readLog(bus, [{ class: 'deadLetter', ...pair }])) {
    const id = readDeadLetter(event)?.event.id;
    if (id !== undefined && !letters.has(id)) letters.set(id, storedAt);
  }
  return letters;
}

function judgeLetters(letters: ReadonlyMap<string, number>, due: ReadonlyMap<string, number>, calmSince: number) {
  const late = [...letters].map(([id, storedAt]) => ({ dueAt: due.get(id), lateMs: storedAt - (due.get(id) ?? 0) }));
  const right = late.filter(({ dueAt, lateMs }) => dueAt !== undefined && lateMs >= 0);
  const calm = right.filter(({ dueAt = 0 }) => dueAt >= calmSince);
  return {
    letters: right.length,
    wrongLetters: letters.size - right.length,
    latestMs: Math.max(0, ...right.map(({ lateMs }) => lateMs)),
    calmLetters: calm.length,
    latestCalmMs: Math.max(0, ...calm.map(({ lateMs }) => lateMs)),
  };
}
