// A worker that holds keys open, `open-keys.ts <bus> <keys a partition>`: on each message `{ offered }` it answers with its
// size once it has taken so many events.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { connectEventBus } from '../../runtime/event-bus/index.ts';
import { toBusContext } from './bus-context.ts';
import { joinDocuments } from './join-program.ts';
import { startJoinWorker } from './join-worker.ts';

/** So many events have been published. */
export interface Offer {
  readonly offered: number;
}

/** Resident memory after the garbage was collected. */
export interface Size {
  readonly megabytes: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const [, , spec = '', maxOpen] = process.argv;
const bus = await connectEventBus(JSON.parse(spec), toBusContext('worker'));
let accepted = 0;
const worker = await startJoinWorker({
  documents: joinDocuments({ joining: 'keyed', maxOpen: Number(maxOpen) }),
  bus,
  replica: 'bench',
  observe: ({ kind }) => {
    if (kind === 'accepted') accepted++;
  },
});
while (!worker.readiness().ready) await delay(50);
process.on('message', async ({ offered }: Offer) => {
  while (accepted < offered) await delay(50);
  await delay(2_000);
  process.send?.(size());
});
process.on('disconnect', () => process.exit());
process.send?.(size());

function size(): Size {
  collectGarbage();
  const status = readFileSync('/proc/self/status', 'utf8');
  return { megabytes: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024 };
}
