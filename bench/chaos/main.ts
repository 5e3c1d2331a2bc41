// `npm run chaos -- --bus jetstream --seeds 1-20 --events 10000 --rate 500`: signed webhooks through workers that are
// killed and frozen meanwhile, with the bus's servers. Prints a JSON line for one seed and a table for several; ends with
// 1 where an accepted event is missing or has more than one idempotency key.
import { parseArgs } from 'node:util';
import { chaosBuses } from './bus/index.ts';
import { type ChaosOptions, holds, runChaos } from './run-chaos.ts';
import { tableHead, toTableRow } from './table.ts';

// Nothing here is deployed.
process.env.EVENTWRIGHT_IMAGE ||= 'eventwright:chaos';

const { values } = parseArgs({
  options: {
    bus: { type: 'string', default: 'memory' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string' },
    events: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '500' },
    workers: { type: 'string', default: '2' },
    'every-ms': { type: 'string', default: '5000' },
    verbose: { type: 'boolean', default: false },
  },
});
const startBus = new Map(Object.entries(chaosBuses)).get(values.bus);
if (!startBus) {
  console.error(`chaos runs on ${Object.keys(chaosBuses).join(', ')}; there is no '${values.bus}'`);
  process.exit(2);
}
const options: Omit<ChaosOptions, 'seed'> = {
  startBus,
  events: Number(values.events),
  ratePerSecond: Number(values.rate),
  workers: Number(values.workers),
  disturbEveryMs: Number(values['every-ms']),
  tell: values.verbose ? (line) => console.error(line) : () => {},
};
process.exit((values.seeds ? await runSeeds(values.seeds) : await runSeed(Number(values.seed))) ? 0 : 1);

async function runSeed(seed: number): Promise<boolean> {
  const result = await runChaos({ ...options, seed });
  console.log(JSON.stringify({ bus: values.bus, ...result }));
  return holds(result);
}

async function runSeeds(range: string): Promise<boolean> {
  const [first, last = first] = range.split('-').map(Number) as [number, number?];
  let held = true;
  console.log(tableHead);
  for (let seed = first; seed <= last; seed++) {
    const result = await runChaos({ ...options, seed });
    console.log(toTableRow(result));
    held &&= holds(result);
  }
  return held;
}
