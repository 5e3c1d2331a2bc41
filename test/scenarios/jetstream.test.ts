import { setTimeout as delay } from 'node:timers/promises';
import { jetStreamDriver } from '../../runtime/event-bus/jetstream/driver.ts';
import { promises } from '../../runtime/event-bus/jetstream/promises.ts';
import { applyStreams } from '../../runtime/event-bus/jetstream/testing/apply-streams.ts';
import { createBusContext } from '../../runtime/event-bus/jetstream/testing/bus-context.ts';
import { toSpec } from '../../runtime/event-bus/jetstream/testing/bus-spec.ts';
import { startNatsServer } from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { describeScenarios } from './describe-scenarios.ts';
import type { Stage } from './stage.ts';

const servers = new AsyncDisposableStack();
afterAll(() => servers.disposeAsync());

/** One for all, since each scenario has a namespace of its own; begun at once, since no hook runs ahead of concurrent tests. */
const server = startServer();

async function startServer() {
  const started = servers.use(await startNatsServer());
  await applyStreams(started.url);
  return started;
}

async function openStage(): Promise<Stage> {
  const spec = toSpec((await server).url);
  const clients = new AsyncDisposableStack();
  return {
    connect: async () => clients.use(await jetStreamDriver.connect(spec, createBusContext())),
    clock: systemClock,
    pass: async (ms) => void (await delay(ms)),
    [Symbol.asyncDispose]: () => clients.disposeAsync(),
  };
}

describeScenarios({ name: 'JetStream', promises, open: openStage });
