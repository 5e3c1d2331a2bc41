import { setTimeout as delay } from 'node:timers/promises';
import type { StreamInfo } from '@nats-io/jetstream';
import { streamNames } from '../../model/event-bus/jetstream-streams.ts';
import { connectJetStream } from '../../runtime/event-bus/jetstream/connection.ts';
import { jetStreamDriver } from '../../runtime/event-bus/jetstream/driver.ts';
import { promises } from '../../runtime/event-bus/jetstream/promises.ts';
import { applyStreams } from '../../runtime/event-bus/jetstream/testing/apply-streams.ts';
import { toSpec } from '../../runtime/event-bus/jetstream/testing/bus-spec.ts';
import { startNatsServer } from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { createBusContext } from '../../runtime/event-bus/testing/bus-context.ts';
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
  await forgetSoon(started.url);
  return started;
}

/** A server that stores a repeat only later than this spares workers what the scenarios are about. */
const forgottenAfterNanos = 100_000_000;

async function forgetSoon(url: string): Promise<void> {
  await using connection = await connectJetStream(toSpec(url), createBusContext());
  const { config } = await connection.request<StreamInfo>(`STREAM.INFO.${streamNames.event}`);
  await connection.request(`STREAM.UPDATE.${config.name}`, { ...config, duplicate_window: forgottenAfterNanos });
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
