import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that a trigger calls: it remembers what it received, and answers as it is told. */
export interface HttpTarget extends AsyncDisposable {
  readonly port: number;
  readonly origin: string;
  readonly received: readonly Received[];
  /** Connections it ever had. */
  readonly connections: number;
  readonly openConnections: number;
  /** 204 until it is replaced. */
  answer: (response: ServerResponse, received: Received) => void;
}

export async function startHttpTarget(tls?: ServerOptions): Promise<HttpTarget> {
  const received: Received[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const listener: RequestListener = async (request, response) => {
    request.setEncoding('utf8');
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url: path = '', headers } = request;
    const entry = { method, path, headers, body };
    received.push(entry);
    target.answer(response, entry);
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on('connection', (socket: Socket) => {
    connections++;
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const target: HttpTarget = {
    port,
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    received,
    get connections() {
      return connections;
    },
    get openConnections() {
      return open.size;
    },
    answer(response) {
      response.writeHead(204).end();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
  return target;
}
