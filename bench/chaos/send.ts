import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { secret } from '../support/program.ts';

export interface SendOptions {
  readonly events: number;
  readonly ratePerSecond: number;
  /** The workers' URLs; each event tries them by turns until one accepts it. */
  readonly urls: readonly string[];
  readonly random: () => number;
}

const attemptMs = 3_000;
const givenUpMs = 120_000;

export interface Sent {
  /** The ids of the events that were answered with 2xx. */
  readonly accepted: ReadonlySet<string>;
  /** How often one was posted again for want of an answer: the one before may have been stored. */
  readonly repeats: number;
}

/** Posts signed webhooks at a rate, as GitHub would, and repeats each until it is accepted. */
export async function send({ events, ratePerSecond, urls, random }: SendOptions): Promise<Sent> {
  await using agent = new Disposing(new Agent({ connections: 256, pipelining: 1 }));
  const accepted = new Set<string>();
  let repeats = 0;
  const begun = performance.now();
  const open = Array.from({ length: events }, async (_, n) => {
    await delay(Math.max(0, (n / ratePerSecond) * 1000 - (performance.now() - begun)));
    const id = `delivery-${n}`;
    if (await deliver(id, n)) accepted.add(id);
  });
  await Promise.all(open);
  return { accepted, repeats };

  async function deliver(id: string, n: number): Promise<boolean> {
    const body = JSON.stringify({ n, ref: 'refs/heads/main' });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': id,
      'x-hub-signature-256': `sha256=${signature}`,
    };
    const until = performance.now() + givenUpMs;
    for (let turn = Math.floor(random() * urls.length); performance.now() < until; turn++) {
      const status = await post(urls[turn % urls.length] as string, headers, body);
      if (status >= 200 && status < 300) return true;
      if (status >= 400 && status < 500 && status !== 429)
        throw new Error(`the worker refused an event with ${status}`);
      if (status === 0) repeats++;
      await delay(100 + 200 * random());
    }
    return false;
  }

  /** The answer's status; 0 where there was none. */
  async function post(url: string, headers: Record<string, string>, body: string): Promise<number> {
    try {
      const answer = await request(url, {
        method: 'POST',
        headers,
        body,
        dispatcher: agent.inner,
        signal: AbortSignal.timeout(attemptMs),
      });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      return 0;
    }
  }
}

class Disposing implements AsyncDisposable {
  readonly inner: Agent;
  constructor(inner: Agent) {
    this.inner = inner;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.inner.destroy();
  }
}
