import { type Dispatcher, Pool } from 'undici';
import type { Json } from '../../../model/json.ts';
import { type Clock, systemClock } from '../clock.ts';
import { describe } from '../describe.ts';
import type { KubernetesAccess } from './access.ts';
import { readLines, readText } from './body.ts';
import type { KubernetesClient, KubernetesRequest, WatchEvent } from './client.ts';
import { createDiscovery } from './discovery.ts';
import { isTimeout, KubernetesError } from './error.ts';
import { findAccess } from './find-access.ts';
import { toKubernetesError } from './status.ts';

export interface ConnectKubernetesOptions {
  /** By default what `findAccess` finds in the environment of the process. */
  readonly access?: KubernetesAccess;
  readonly clock?: Clock;
  /** Of an answer, and of one event of a watch. Default: 64 MiB. */
  readonly maxAnswerBytes?: number;
}

const connections = 64;

/** Opens no connection yet. Rejects with a `KubernetesError` where nothing says how to reach an API server. */
export async function connectKubernetes(options: ConnectKubernetesOptions = {}): Promise<KubernetesClient> {
  const { clock = systemClock, maxAnswerBytes = 64 * 2 ** 20 } = options;
  return new PooledClient(options.access ?? (await findAccess(process.env, clock)), maxAnswerBytes);
}

class PooledClient implements KubernetesClient {
  readonly namespace: string;
  readonly resource: KubernetesClient['resource'];
  readonly #access: KubernetesAccess;
  readonly #basePath: string;
  readonly #pool: Pool;
  /** Each watch holds a connection as long as it lasts: none waits for another, nor any request for them. */
  readonly #watches: Pool;
  readonly #maxAnswerBytes: number;

  constructor(access: KubernetesAccess, maxAnswerBytes: number) {
    const { origin, pathname } = new URL(access.server);
    this.namespace = access.namespace;
    this.resource = createDiscovery((request) => this.request(request));
    this.#access = access;
    this.#basePath = pathname === '/' ? '' : pathname;
    this.#maxAnswerBytes = maxAnswerBytes;
    // each request's signal covers both time-outs
    const options: Pool.Options = {
      pipelining: 1,
      allowH2: false,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { ...access.tls, rejectUnauthorized: true },
    };
    this.#pool = new Pool(origin, { ...options, connections });
    this.#watches = new Pool(origin, { ...options, connections: null });
  }

  async request<T = Json>(request: KubernetesRequest): Promise<T> {
    const { body } = await this.#send(this.#pool, request);
    const text = await this.#reading(request, readText(body, this.#maxAnswerBytes));
    return parseJson(text) as T;
  }

  async *watch<T = Json>(path: string, signal: AbortSignal): AsyncIterable<WatchEvent<T>> {
    const request = { method: 'GET', path, signal } as const;
    const { body } = await this.#send(this.#watches, request);
    const lines = readLines(body, this.#maxAnswerBytes);
    try {
      for (;;) {
        const { done, value } = await this.#reading(request, lines.next());
        if (done) return;
        const event = parseJson(value) as unknown as WatchEvent<T> | WatchError;
        if (event.type === 'ERROR') throw toWatchError(event);
        yield event;
      }
    } finally {
      await lines.return(undefined);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#pool.destroy(), this.#watches.destroy()]);
  }

  async #send(pool: Pool, request: KubernetesRequest): Promise<Dispatcher.ResponseData> {
    const { method, path, body, contentType, signal } = request;
    signal.throwIfAborted();
    const token = await this.#access.token?.read();
    const answer = await this.#reading(
      request,
      pool.request({
        method,
        path: `${this.#basePath}${path}`,
        signal,
        headers: {
          accept: 'application/json',
          'user-agent': 'eventwright',
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': contentType ?? 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      }),
    );
    if (answer.statusCode >= 200 && answer.statusCode < 300) return answer;
    if (answer.statusCode === 401) this.#access.token?.forget();
    const text = await this.#reading(request, readText(answer.body, this.#maxAnswerBytes));
    const retryAfter = [answer.headers['retry-after']].flat()[0];
    // a gateway may quote what it was sent
    const safe = token ? text.replaceAll(token, '[secret]') : text;
    throw toKubernetesError({ status: answer.statusCode, body: safe, retryAfter });
  }

  /** What the connection says, and that time is up, in words; what else the caller's own signal says as it is. */
  async #reading<T>({ method, path, signal }: KubernetesRequest, reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      if (signal.aborted && !isTimeout(signal.reason)) throw signal.reason;
      if (error instanceof KubernetesError) throw error;
      const cause = signal.aborted ? signal.reason : error;
      const [asked] = path.split('?');
      const what = `the API server at ${new URL(this.#access.server).host} did not answer ${method} ${asked}`;
      throw new KubernetesError(`${what}: ${describeCause(cause)}`, { cause });
    }
  }
}

interface WatchError {
  readonly type: 'ERROR';
  readonly object: { readonly code?: number };
}

function toWatchError({ object }: WatchError): KubernetesError {
  return toKubernetesError({ status: object.code ?? 500, body: JSON.stringify(object) });
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new KubernetesError('the API server answered something that is not JSON', { cause: error });
  }
}

/** The error of several addresses that were tried says nothing itself. */
function describeCause(error: unknown): string {
  const { errors } = error as { readonly errors?: readonly unknown[] };
  return describe(errors?.[0] ?? error);
}
