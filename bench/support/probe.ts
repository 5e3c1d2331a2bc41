// Sender and target in one: on each message it posts signed webhooks at a rate and answers with how long each took until
// the target was called for it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { signPush } from './signed-push.ts';

export interface Probing {
  readonly url: string;
  readonly events: number;
  readonly ratePerSecond: number;
}

/** From the request's first byte to the target's call, in milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

const sentAt = new Map<number, number>();
const took: number[] = [];
let sent = 0;

const target = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    const { n } = JSON.parse(text) as { n: number };
    const at = sentAt.get(n);
    // only the first call counts
    if (at !== undefined && sentAt.delete(n)) took.push(performance.now() - at);
    response.writeHead(200).end();
  });
});
target.keepAliveTimeout = 60_000;
target.listen(0, '127.0.0.1');
await once(target, 'listening');

process.on('message', async (probing: Probing) => {
  took.length = 0;
  await post(probing);
  while (sentAt.size > 0) await delay(10);
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  process.send?.({ p50: at(0.5), p99: at(0.99), longest: at(1) } satisfies Latencies);
});
process.on('disconnect', () => process.exit());
process.send?.({ port: (target.address() as AddressInfo).port });

async function post({ url, events, ratePerSecond }: Probing): Promise<void> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: 64, pipelining: 1 });
  const begun = performance.now();
  const answers = Array.from({ length: events }, async (_, index) => {
    await delay(Math.max(0, (index / ratePerSecond) * 1000 - (performance.now() - begun)));
    const n = sent++;
    const push = signPush({ n, ref: 'refs/heads/main', note: 'x'.repeat(400) }, `delivery-${n}`);
    sentAt.set(n, performance.now());
    const answer = await pool.request({ ...push, path, method: 'POST' });
    await answer.body.dump();
    if (answer.statusCode >= 300) throw new Error(`${url} answered ${answer.statusCode}`);
  });
  await Promise.all(answers);
  await pool.close();
}
