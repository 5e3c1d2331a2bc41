import { setTimeout as delay } from 'node:timers/promises';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { connectEventBus } from '../../runtime/event-bus/index.ts';
import type { NatsServer } from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { toBusContext } from '../support/bus-context.ts';
import type { Figure } from '../support/figure.ts';
import { startJetStreamServers } from '../support/jetstream-servers.ts';
import { pushAddress, toPushEvent } from '../support/push-event.ts';

const everyMs = 10;
const ways = [
  { name: 'closed', signal: 'SIGTERM', watchMs: 4_000, below: 2 },
  { name: 'in lame duck mode', signal: 'SIGUSR2', watchMs: 8_000, below: 2 },
  { name: 'killed', signal: 'SIGKILL', watchMs: 12_000, below: 10 },
] as const;

/** Events are published and read on three servers, each of which is stopped in turn: the longest gap between two that are read. */
export async function* serverStopFigures(): AsyncIterable<Figure> {
  await using stack = new AsyncDisposableStack();
  const { spec, servers } = stack.use(await startJetStreamServers(3));
  const bus = stack.use(await connectEventBus(spec, toBusContext('worker')));
  const traffic = stack.use(await startTraffic(bus));
  for (const { name, signal, watchMs, below } of ways) {
    let longestMs = 0;
    for (const server of servers)
      longestMs = Math.max(longestMs, await traffic.longestGap(() => outage(server, signal, watchMs)));
    yield { name: `gap in delivery, a server ${name}`, unit: 's', ours: longestMs / 1000, goal: { of: 'ours', below } };
  }
}

async function outage(server: NatsServer, signal: (typeof ways)[number]['signal'], watchMs: number): Promise<void> {
  await Promise.all([server.stop(signal), delay(watchMs)]);
  await server.start();
  await delay(1_000);
}

interface Traffic extends AsyncDisposable {
  /** Between two deliveries while something happens, in milliseconds. */
  longestGap(happens: () => Promise<void>): Promise<number>;
}

async function startTraffic(bus: EventBus): Promise<Traffic> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const after = await bus.resolve('now', [pushAddress]);
  let [lastAt, longestMs] = [performance.now(), 0];
  const read = async () => {
    for await (const next of bus.log({ after, addresses: [pushAddress], signal })) {
      if (!('event' in next)) continue;
      const now = performance.now();
      longestMs = Math.max(longestMs, now - lastAt);
      lastAt = now;
    }
  };
  const publish = async () => {
    for (let n = 0; !signal.aborted; n++) {
      // what is refused is made up for by the next
      bus.publish(pushAddress, toPushEvent(n)).catch(() => {});
      await delay(everyMs);
    }
  };
  const ended = Promise.all([read(), publish()]);
  return {
    async longestGap(happens) {
      [lastAt, longestMs] = [performance.now(), 0];
      await happens();
      return Math.max(longestMs, performance.now() - lastAt);
    },
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await ended;
    },
  };
}
