import { createAgent, type Sent, send } from '../../bench/chaos/send.ts';
import type { Sink } from '../../bench/chaos/sink.ts';
import { until } from '../../runtime/support/testing/until.ts';

/** Webhooks at a steady rate, whatever becomes of those before; disposing it only ends it. */
export interface Load extends Disposable {
  /** Sends no more, waits until all are answered and the target has been told of each, and judges. */
  stop(): Promise<LoadResult>;
}

export interface LoadResult {
  /** Answered with 2xx. */
  readonly accepted: number;
  /** Posted, and never answered with 2xx. */
  readonly refused: number;
  /** Posted again for want of an answer. */
  readonly repeats: number;
  /** Accepted, and never seen by the target. */
  readonly missing: number;
  /** Calls of the target beyond the first, by the runtime's doing. */
  readonly duplicates: number;
  /** Seen by the target under more than one idempotency key. */
  readonly splitKeys: number;
}

const batchMs = 1_000;
const ratePerSecond = 200;
// as GitHub waits
const attemptMs = 10_000;

export function startLoad(options: { readonly name: string; readonly url: string; readonly sink: Sink }): Load {
  const { name, url, sink } = options;
  const agent = createAgent();
  const batches: Promise<Sent>[] = [];
  const next = () => {
    const prefix = `${name}-${batches.length}`;
    const events = ratePerSecond;
    const batch = send({ events, ratePerSecond, urls: [url], random: Math.random, prefix, agent, attemptMs });
    // told by stop
    batch.catch(() => {});
    batches.push(batch);
  };
  next();
  const timer = setInterval(next, batchMs);

  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      void agent.destroy();
    },
    async stop() {
      clearInterval(timer);
      const sent = await Promise.all(batches);
      const accepted = sent.flatMap((batch) => [...batch.accepted]);
      await until(() => accepted.every((id) => sink.seen.has(id)), 100).catch(() => {});
      const seen = accepted.map((id) => sink.seen.get(id));
      return {
        accepted: accepted.length,
        refused: batches.length * ratePerSecond - accepted.length,
        repeats: sent.reduce((sum, batch) => sum + batch.repeats, 0),
        missing: seen.filter((calls) => !calls).length,
        duplicates: seen.reduce((sum, calls) => sum + Math.max(0, (calls?.count ?? 0) - 1), 0),
        splitKeys: seen.filter((calls) => calls && calls.keys.size !== 1).length,
      };
    },
  };
}
