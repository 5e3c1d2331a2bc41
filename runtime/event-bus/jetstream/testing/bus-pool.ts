import { streamNames } from '../../../../model/event-bus/jetstream-streams.ts';
import type { BusFixture } from '../../conformance/fixture.ts';
import { createBusContext } from '../../testing/bus-context.ts';
import { connectJetStream } from '../connection.ts';
import { jetStreamDriver } from '../driver.ts';
import { type AnswerThief, startAnswerThief } from './answer-thief.ts';
import { toSpec } from './bus-spec.ts';
import { type NatsServer, startNatsCluster, startNatsServer } from './nats-server.ts';

/** Buses for tests, one after the other on the same servers; at once, each on servers of its own. */
export interface BusPool extends AsyncDisposable {
  take(): Promise<BusFixture>;
}

interface Servers extends AsyncDisposable {
  readonly servers: readonly NatsServer[];
  readonly thief: AnswerThief;
}

export function createBusPool(replicas: 1 | 3): BusPool {
  const all = new AsyncDisposableStack();
  const idle: Servers[] = [];
  return {
    async take() {
      const servers = idle.pop() ?? all.use(await startServers(replicas));
      return startFixture(servers, { replicas, free: () => idle.push(servers) });
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function startServers(replicas: 1 | 3): Promise<Servers> {
  const stack = new AsyncDisposableStack();
  const servers =
    replicas === 1
      ? [stack.use(await startNatsServer())]
      : stack.use(await startNatsCluster({ advertise: false })).servers;
  const thief = stack.use(await startAnswerThief(servers.map(({ url }) => url)));
  return { servers, thief, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

interface FixtureOptions {
  readonly replicas: number;
  readonly free: () => void;
}

async function startFixture({ servers, thief }: Servers, { replicas, free }: FixtureOptions): Promise<BusFixture> {
  const spec = toSpec(thief.urls);
  const clients = new AsyncDisposableStack();
  const startAll = async () => void (await Promise.all(servers.map((server) => server.start())));
  let stopped = false;
  const fixture: BusFixture = {
    connect: async () => clients.use(await jetStreamDriver.connect(spec, createBusContext())),
    connectAdmin: async () => clients.use(await jetStreamDriver.connectAdmin(spec, createBusContext())),
    async stop() {
      stopped = true;
      await Promise.all(servers.map((server) => server.stop('SIGKILL')));
    },
    async start() {
      await startAll();
      stopped = false;
    },
    async loseNextAnswer() {
      thief.loseNextAnswer();
    },
    async [Symbol.asyncDispose]() {
      if (stopped) await startAll();
      await clients.disposeAsync();
      await removeStreams(thief.urls);
      free();
    },
  };
  await (await fixture.connectAdmin()).apply({ quotas: {}, replicas });
  return fixture;
}

async function removeStreams(urls: readonly string[]): Promise<void> {
  await using connection = await connectJetStream(toSpec(urls), createBusContext());
  const removals = Object.values(streamNames).map((name) => connection.request(`STREAM.DELETE.${name}`));
  await Promise.all(removals);
}
