import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the deployments are announced to: on this machine, busy when it is asked for the second time. */
export interface Target extends AsyncDisposable {
  readonly url: string;
}

export async function startTarget(tell: (line: string) => void): Promise<Target> {
  let calls = 0;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const status = ++calls === 2 ? 503 : 201;
    tell(`    the target got ${request.method} ${request.url} ${body} and answers ${status}`);
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/deploys`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
