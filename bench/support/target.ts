// A trigger's target: answers every request with a small body, after a delay. `target.ts <delay in ms>`
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const delayMs = Number(process.argv[2] ?? 0);
const answer = JSON.stringify({ ok: true, note: 'x'.repeat(64) });

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const send = () => response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    if (delayMs > 0) setTimeout(send, delayMs);
    else send();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());
