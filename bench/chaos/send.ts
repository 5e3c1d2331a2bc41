import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { type SignedPush, signPush } from '../support/signed-push.ts';

export interface SendOptions {
  readonly events: number;
  readonly ratePerSecond: number;
  /** The workers' URLs; each event tries them by turns until one accepts it. */
  readonly urls: readonly string[];
  readonly random: () => number;
  /** What the ids of the events begin with; `delivery` by default. */
  readonly prefix?: string;
  /** How long an answer may take, once a connection is free; 3 s by default. */
  readonly attemptMs?: number;
  /** Connections to use, which stay open; its own by default. */
  readonly agent?: Agent;
  /** How much each carries beside its number; nothing by default. */
  readonly fillBytes?: number;
}

/** Statuses of a server that is too busy. */
const passing = new Set([408, 429]);
const givenUpMs = 120_000;

export interface Sent {
  /** The ids of the events that were answered with 2xx. */
  readonly accepted: ReadonlySet<string>;
  /** How often one was posted again for want of an answer: the one before may have been stored. */
  readonly repeats: number;
  /** How often one was answered that it was not stored. */
  readonly refusals: number;
}

/** Posts signed webhooks at a rate, as GitHub would, and repeats each until it is accepted. */
export async function send(options: SendOptions): Promise<Sent> {
  const { events, ratePerSecond, urls, random, prefix = 'delivery', fillBytes = 0, attemptMs = 3_000 } = options;
  await using own = new AsyncDisposableStack();
  const agent = options.agent ?? own.adopt(createAgent(), (made) => made.destroy());
  const accepted = new Set<string>();
  const note = 'x'.repeat(fillBytes);
  let [repeats, refusals] = [0, 0];
  const begun = performance.now();
  const open = Array.from({ length: events }, async (_, n) => {
    await delay(Math.max(0, (n / ratePerSecond) * 1000 - (performance.now() - begun)));
    const id = `${prefix}-${n}`;
    if (await deliver(id, n)) accepted.add(id);
  });
  await Promise.all(open);
  return { accepted, repeats, refusals };

  async function deliver(id: string, n: number): Promise<boolean> {
    const push = signPush({ n, ref: 'refs/heads/main', note }, id);
    const until = performance.now() + givenUpMs;
    for (let turn = Math.floor(random() * urls.length); performance.now() < until; turn++) {
      const status = await post(urls[turn % urls.length] as string, push);
      if (status >= 200 && status < 300) return true;
      if (status >= 400 && status < 500 && !passing.has(status))
        throw new Error(`the worker refused an event with ${status}`);
      if (status === 0) repeats++;
      else refusals++;
      await delay(100 + 200 * random());
    }
    return false;
  }

  /** The answer's status; 0 where there was none. */
  async function post(url: string, push: SignedPush): Promise<number> {
    try {
      const answer = await request(url, {
        ...push,
        method: 'POST',
        dispatcher: agent,
        // a signal would count the wait for a connection too, and what piled up would never get through again
        headersTimeout: attemptMs,
        bodyTimeout: attemptMs,
      });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      return 0;
    }
  }
}

/** Connections enough for what one sender does at once. */
export function createAgent(): Agent {
  return new Agent({ connections: 256, pipelining: 1 });
}
