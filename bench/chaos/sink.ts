import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the target saw of one event. */
export interface Calls {
  count: number;
  readonly keys: Set<string>;
}

/** A target that counts the calls for each event, and the idempotency keys they came under. */
export interface Sink extends AsyncDisposable {
  readonly url: string;
  readonly seen: ReadonlyMap<string, Calls>;
}

interface SinkOptions {
  /** Any free one by default. */
  readonly port?: number | undefined;
  /** The address to listen on; that of this machine alone by default. */
  readonly host?: string;
}

export async function startSink({ port = 0, host = '127.0.0.1' }: SinkOptions = {}): Promise<Sink> {
  const seen = new Map<string, Calls>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { id } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string };
    const calls = seen.get(id) ?? { count: 0, keys: new Set() };
    seen.set(id, calls);
    calls.count++;
    calls.keys.add(String(request.headers['idempotency-key']));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  });
  server.on('clientError', (_, socket) => socket.destroy());
  server.listen(port, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
