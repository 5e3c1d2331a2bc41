import type { ServerResponse } from 'node:http';
import { Pool } from 'undici';
import type { Kubernetes } from '../../../../test/cluster/kubernetes.ts';
import { type HttpTarget, type Received, startHttpTarget } from '../../testing/http-target.ts';

/** A way to a real API server on which a test sees every request, and may answer in its place or lose an answer. */
export interface ApiProxy extends HttpTarget {
  /** Passes a request on, and its answer back. */
  readonly forward: (response: ServerResponse, received: Received) => Promise<void>;
  /** Passes a request on, and breaks off the connection in place of its answer. */
  readonly loseAnswer: (response: ServerResponse, received: Received) => Promise<void>;
}

export async function startApiProxy({ url, ca }: Pick<Kubernetes, 'url' | 'ca'>): Promise<ApiProxy> {
  const upstream = new Pool(url, { connect: { ca } });
  const target = await startHttpTarget();
  const send = ({ method, path, headers, body }: Received) => {
    const { authorization = '', 'content-type': type = 'application/json' } = headers;
    const sent = { authorization, 'content-type': type };
    return upstream.request({ method: method as 'GET', path, headers: sent, body: body || null });
  };
  const forward: ApiProxy['forward'] = async (response, received) => {
    const { statusCode, headers, body } = await send(received);
    const text = await body.text();
    response.writeHead(statusCode, { 'content-type': String(headers['content-type']) }).end(text);
  };
  const loseAnswer: ApiProxy['loseAnswer'] = async (response, received) => {
    const { body } = await send(received);
    await body.dump();
    response.socket?.resetAndDestroy();
  };
  target.answer = forward;
  const dispose = target[Symbol.asyncDispose].bind(target);
  return Object.assign(target, {
    forward,
    loseAnswer,
    async [Symbol.asyncDispose]() {
      await dispose();
      await upstream.destroy();
    },
  });
}
