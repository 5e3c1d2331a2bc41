// `npm run chaos -- --bus jetstream --seeds 1-20 --events 10000 --rate 500`: signed webhooks through workers that are
// killed and frozen meanwhile, with the bus's servers. With `--joins`, halves that belong together through workers that
// are killed. Prints a JSON line for one seed and a table for several; ends with 1 where what came is not what had to.
import { parseArgs } from 'node:util';
import { chaosBuses } from './bus/index.ts';
import { joinBuses } from './joins/bus.ts';
import { holdsKeyed, keyedTable, runKeyed } from './joins/keyed.ts';
import { holdsUnkeyed, runUnkeyed, unkeyedTable } from './joins/unkeyed.ts';
import { chaosTable, holds, runChaos } from './run-chaos.ts';
import type { Table } from './table.ts';

// Nothing here is deployed.
process.env.EVENTWRIGHT_IMAGE ||= 'eventwright:chaos';

const { values } = parseArgs({
  options: {
    bus: { type: 'string', default: 'memory' },
    joins: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string' },
    events: { type: 'string' },
    keys: { type: 'string' },
    rate: { type: 'string' },
    workers: { type: 'string' },
    'every-ms': { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
const tell = values.verbose ? (line: string) => console.error(line) : () => {};
const [first, last = first] = (values.seeds ?? values.seed).split('-').map(Number) as [number, number?];

const held = values.joins ? (await runKeyedSeeds()) && (await runUnkeyedSeeds()) : await runChaosSeeds();
process.exit(held ? 0 : 1);

function runChaosSeeds(): Promise<boolean> {
  const options = {
    startBus: ofKind(chaosBuses),
    events: Number(values.events ?? 10_000),
    ratePerSecond: Number(values.rate ?? 500),
    workers: Number(values.workers ?? 2),
    disturbEveryMs: Number(values['every-ms'] ?? 5_000),
    tell,
  };
  return runSeeds((seed) => runChaos({ ...options, seed }), { table: chaosTable, holds });
}

function runKeyedSeeds(): Promise<boolean> {
  const keys = Number(values.keys ?? 1_000);
  const options = {
    ...toJoinOptions(),
    keys,
    lonely: Math.ceil(keys / 10),
    within: '60s',
    ratePerSecond: Number(values.rate ?? 40),
  } as const;
  return runSeeds((seed) => runKeyed({ ...options, seed }), { table: keyedTable, holds: holdsKeyed });
}

function runUnkeyedSeeds(): Promise<boolean> {
  const options = {
    ...toJoinOptions(),
    events: Number(values.events ?? 20_000),
    ratePerSecond: Number(values.rate ?? 1_000),
  };
  return runSeeds((seed) => runUnkeyed({ ...options, seed }), { table: unkeyedTable, holds: holdsUnkeyed });
}

function toJoinOptions() {
  return {
    startBus: ofKind(joinBuses),
    workers: Number(values.workers ?? 4),
    killEveryMs: Number(values['every-ms'] ?? 2_000),
    killForMs: 180_000,
    tell,
  };
}

function ofKind<Start>(kinds: Readonly<Record<string, Start>>): Start {
  const start = new Map(Object.entries(kinds)).get(values.bus);
  if (start) return start;
  console.error(`chaos runs on ${Object.keys(kinds).join(', ')}; there is no '${values.bus}'`);
  process.exit(2);
}

interface Judging<Result> {
  readonly table: Table<Result>;
  readonly holds: (result: Result) => boolean;
}

/** Whether all held. */
async function runSeeds<Result extends object>(
  run: (seed: number) => Promise<Result>,
  { table, holds }: Judging<Result>,
): Promise<boolean> {
  let held = true;
  if (values.seeds) console.log(table.head);
  for (let seed = first; seed <= last; seed++) {
    const result = await run(seed);
    console.log(values.seeds ? table.toRow(result) : JSON.stringify({ bus: values.bus, ...result }));
    held &&= holds(result);
  }
  return held;
}
