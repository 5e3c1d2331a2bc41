// A webhook on JetStream at the least: `webhook.ts <secret> <servers> [<target>]` verifies, stores, answers; with a target it
// reads what was stored and posts that on.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { consumeBare } from './consumer.ts';
import { BarePublisher } from './publisher.ts';
import { bareSubject, connectBare } from './stream.ts';

const [, , secret = '', servers = '', target] = process.argv;
const nats = await connectBare(servers.split(','));
const publisher = new BarePublisher(nats);
let received = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const body = Buffer.concat(chunks);
    const signature = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
    const given = Buffer.from(String(request.headers['x-hub-signature-256']));
    if (given.length !== signature.length || !timingSafeEqual(given, signature)) return response.writeHead(401).end();
    JSON.parse(body.toString());
    await publisher.sendWithTurn(`${bareSubject}.push.${received % 16}`, body, attributes());
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"id":"x"}');
  });
});

function attributes(): Record<string, string> {
  return {
    'ce-specversion': '1.0',
    'ce-id': `${process.pid}-${received++}`,
    'ce-source': '/bench/bare',
    'ce-type': 'bare.push',
    'ce-time': new Date().toISOString(),
    'ce-datacontenttype': 'application/json',
  };
}

if (target) {
  const { origin, pathname: path } = new URL(target);
  const pool = new Pool(origin, { connections: 512, pipelining: 1 });
  await consumeBare(nats, { stream: bareSubject, filter: `${bareSubject}.>`, from: 'now' }, async (message) => {
    const { n } = message.json<{ n: number }>();
    const headers = { 'content-type': 'application/json', 'idempotency-key': message.headers?.get('ce-id') ?? '' };
    const body = JSON.stringify({ id: message.headers?.get('ce-id'), n });
    const answer = await pool.request({ path, method: 'POST', headers, body });
    await answer.body.dump();
  });
}
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());
