import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Log } from '../support/log.ts';
import { type Connections, type Exchange, followConnections } from './connections.ts';
import { EventSourceError } from './error.ts';
import { refusal, send, sendAhead, toRawAnswer } from './http-answer.ts';
import { defaultHttpLimits, type HttpLimits } from './http-limits.ts';
import type { HttpResponse, HttpRoutes } from './http-routes.ts';
import { discardBody, hasBody, readBody } from './read-body.ts';
import { createRouteTable, type RouteTable } from './route-table.ts';

export interface HttpServer extends HttpRoutes, AsyncDisposable {
  readonly port: number;
  /** From now on each answer closes its connection, so that senders go elsewhere; requests are still answered. */
  drain(): void;
}

export interface HttpServerOptions {
  /** 0 takes any port that is free. */
  readonly port: number;
  /** Every address of the machine by default. */
  readonly host?: string;
  readonly log: Log;
  readonly limits?: Partial<HttpLimits>;
  /** Whether whoever has a path listens by now; until then an unknown one is answered with 503. Always by default. */
  readonly ready?: () => boolean;
}

/**
 * Starts an HTTP server whose paths are matched whole. It answers in JSON: 404 (503 while it is not ready), 405 with `Allow`, 413, 400 to what is no
 * HTTP, 408 to what is too slow, 431 to too many headers, 500 where a route rejects. Disposing it stops accepting, and
 * lets requests under way finish. Rejects with an `EventSourceError` `cannotListen`.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const limits = { ...defaultHttpLimits, ...options.limits };
  const server = createServer(toServerOptions(limits));
  const connections = followConnections(server);
  const routes = createRouteTable();
  let draining = false;
  server.maxConnections = limits.maxConnections;
  server.timeout = limits.keepAliveMs + limits.requestMs;
  server.on('request', (request, response) => void serve(request, response));
  server.on('checkContinue', (request, response) => void serve(request, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (connections.owesAnswer(socket)) socket.destroy();
    else refuseConnection(error, socket, limits);
  });
  await listen(server, options);

  return {
    port: (server.address() as AddressInfo).port,
    add: routes.add,
    drain() {
      draining = true;
    },
    async [Symbol.asyncDispose]() {
      draining = true;
      if (server.listening) await close(server, connections, limits);
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = connections.begin(request.socket);
    response.once('close', exchange.end);
    try {
      const answer = await respond(request, response, { ...options, routes, exchange });
      const unread = hasBody(request) && !request.complete;
      if (draining || unread) response.shouldKeepAlive = false;
      if (!unread) return send(response, answer);
      sendAhead(response, answer);
      await discardBody(request, limits.lingerMs);
      response.end();
    } catch (error) {
      if (!request.destroyed) options.log.error('an HTTP answer could not be sent', { error });
      response.destroy();
    }
  }
}

interface Serving extends Pick<HttpServerOptions, 'log' | 'ready'> {
  readonly routes: RouteTable;
  readonly exchange: Exchange;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, exchange, log, ready }: Serving,
): Promise<HttpResponse> {
  const { method = '', headers } = request;
  const { path, search } = splitTarget(request);
  const route = routes.find(method, path);
  if (route === undefined) return ready?.() === false ? notYet : refusal(404, `nobody listens on ${path}`);
  if (!('handle' in route)) {
    const allow = route.join(', ');
    return refusal(405, `${path} does not accept ${method}, use ${allow}`, { allow });
  }
  const body = await readBody(request, { maxBytes: route.maxBodyBytes, invite: () => response.writeContinue() });
  if (body === 'tooLarge')
    return refusal(413, `the body is larger than ${route.maxBodyBytes} bytes, send a smaller one`);
  exchange.arrived();
  try {
    return await route.handle({ method, path, search, headers, body });
  } catch (error) {
    log.error('an HTTP request failed', { owner: route.owner, path, error });
    return refusal(500, 'something failed here, send it again later');
  }
}

const notYet = refusal(503, 'not every event source listens yet, send it again', { 'retry-after': '1' });

/** Proxies may write the whole address (RFC 9112, section 3.2.2). */
function splitTarget({ url = '' }: IncomingMessage): { path: string; search: string } {
  const target = url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, '');
  const end = target.indexOf('?');
  return end < 0 ? { path: target, search: '' } : { path: target.slice(0, end), search: target.slice(end + 1) };
}

/** Node's parser is strict unless told otherwise: a request with two lengths, or a length and chunks, is refused. */
function toServerOptions(limits: HttpLimits) {
  return {
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: Math.min(1_000, limits.headersMs, limits.requestMs),
    insecureHTTPParser: false,
    noDelay: true,
  };
}

function refuseConnection({ code }: NodeJS.ErrnoException, socket: Socket, { lingerMs }: HttpLimits): void {
  if (!socket.writable || socket.writableEnded) return;
  socket.end(toRawAnswer(toRefusal(code)));
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

function toRefusal(code: string | undefined): HttpResponse {
  if (code === 'HPE_HEADER_OVERFLOW') return refusal(431, 'the headers are too large, send fewer or shorter ones');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refusal(408, 'the request took too long to arrive');
  return refusal(400, 'this is not HTTP/1.1');
}

async function listen(server: Server, { port, host }: HttpServerOptions): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    const message = `cannot listen on port ${port}: ${(cause as Error).message}`;
    throw new EventSourceError('cannotListen', message, { cause });
  }
}

async function close(server: Server, connections: Connections, { closeMs }: HttpLimits): Promise<void> {
  const closed = once(server, 'close');
  const timer = setTimeout(() => server.closeAllConnections(), closeMs);
  server.close();
  connections.closeIdle();
  await closed;
  clearTimeout(timer);
}
