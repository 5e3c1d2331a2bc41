import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readiness } from './health.ts';
import type { Metrics } from './metrics.ts';

export interface OperationsServer extends AsyncDisposable {
  readonly port: number;
}

interface OperationsOptions {
  readonly port: number;
  readonly host?: string;
  readonly readiness: () => Readiness;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  text: `${JSON.stringify(body)}\n`,
});

/** `/livez`, `/readyz` and `/metrics`, apart from the port that sources listen on. */
export async function startOperationsServer({
  port,
  host = '0.0.0.0',
  readiness,
  metrics,
}: OperationsOptions): Promise<OperationsServer> {
  const pages: Readonly<Record<string, () => Answer | Promise<Answer>>> = {
    '/livez': () => json(200, { live: true }),
    '/readyz': () => json(readiness().ready ? 200 : 503, readiness()),
    '/metrics': async () => ({ status: 200, type: metrics.contentType, text: await metrics.text() }),
  };
  const server = createServer(async (request, response) => {
    const page = pages[request.url?.split('?', 1)[0] ?? ''];
    const { status, type, text } = await (page?.() ??
      json(404, { error: `there is ${Object.keys(pages).join(', ')}` }));
    response.writeHead(status, { 'content-type': type }).end(text);
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
