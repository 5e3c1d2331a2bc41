// A webhook on Kafka at the least: `webhook.ts <secret> <brokers> <target>` verifies, stores, answers; reads what was stored
// and posts that on.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { consumeBare } from './consumer.ts';
import { BareProducer } from './producer.ts';
import { bareTopic } from './topic.ts';

const [, , secret = '', given = '', target = ''] = process.argv;
const brokers = given.split(',');
const producer = new BareProducer(brokers, 1);
let received = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const value = Buffer.concat(chunks);
    const signature = Buffer.from(`sha256=${createHmac('sha256', secret).update(value).digest('hex')}`);
    const given = Buffer.from(String(request.headers['x-hub-signature-256']));
    if (given.length !== signature.length || !timingSafeEqual(given, signature)) return response.writeHead(401).end();
    JSON.parse(value.toString());
    await producer.send(0, { value, headers: attributes() });
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"id":"x"}');
  });
});

function attributes(): Map<Buffer, Buffer> {
  const texts = {
    'ce-specversion': '1.0',
    'ce-id': `${process.pid}-${received++}`,
    'ce-source': '/bench/bare',
    'ce-type': 'bare.push',
    'ce-time': new Date().toISOString(),
    'content-type': 'application/json',
  };
  return new Map(Object.entries(texts).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]));
}

const { origin, pathname: path } = new URL(target);
const pool = new Pool(origin, { connections: 512, pipelining: 1 });
await consumeBare(brokers, { topic: bareTopic, from: 'now' }, async ({ headers: of, value }) => {
  const id = of.find(([name]) => name?.toString() === 'ce-id')?.[1]?.toString() ?? '';
  const { n } = JSON.parse(String(value)) as { n: number };
  const headers = { 'content-type': 'application/json', 'idempotency-key': id };
  const answer = await pool.request({ path, method: 'POST', headers, body: JSON.stringify({ id, n }) });
  await answer.body.dump();
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());
