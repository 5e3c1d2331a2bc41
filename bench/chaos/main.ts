// `npm run chaos -- --bus memory --seed 7 --events 10000 --rate 500`: signed webhooks through workers that are killed and
// frozen meanwhile. Prints one JSON line; ends with 1 where an accepted event is missing or has more than one idempotency key.
import { parseArgs } from 'node:util';
import { runChaos } from './run-chaos.ts';

const { values } = parseArgs({
  options: {
    bus: { type: 'string', default: 'memory' },
    seed: { type: 'string', default: '1' },
    events: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '500' },
    workers: { type: 'string', default: '2' },
    'every-ms': { type: 'string', default: '5000' },
    verbose: { type: 'boolean', default: false },
  },
});
if (values.bus !== 'memory') {
  console.error(`chaos runs on the bus 'memory'; there is no '${values.bus}'`);
  process.exit(2);
}

const result = await runChaos({
  seed: Number(values.seed),
  events: Number(values.events),
  ratePerSecond: Number(values.rate),
  workers: Number(values.workers),
  disturbEveryMs: Number(values['every-ms']),
  tell: values.verbose ? (line) => console.error(line) : () => {},
});
console.log(JSON.stringify({ bus: values.bus, ...result }));
process.exit(result.missing === 0 && result.splitKeys === 0 && result.accepted === result.sent ? 0 : 1);
