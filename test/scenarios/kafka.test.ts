import { setTimeout as delay } from 'node:timers/promises';
import type { EventBusContext } from '../../runtime/event-bus/contract.ts';
import { kafkaDriver } from '../../runtime/event-bus/kafka/driver.ts';
import { toPromises } from '../../runtime/event-bus/kafka/promises.ts';
import { toSpec } from '../../runtime/event-bus/kafka/testing/bus-spec.ts';
import { declare } from '../../runtime/event-bus/kafka/testing/declared.ts';
import { startKafka } from '../../runtime/event-bus/kafka/testing/kafka-cluster.ts';
import { createBusContext } from '../../runtime/event-bus/testing/bus-context.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { describeScenarios } from './describe-scenarios.ts';
import { workerName } from './replica.ts';
import type { Stage } from './stage.ts';

const servers = new AsyncDisposableStack();
afterAll(() => servers.disposeAsync());

/** One for all, since each scenario has topics of its own; begun at once, since no hook runs ahead of concurrent tests. */
const cluster = startCluster();

async function startCluster() {
  return servers.use(await startKafka());
}

async function openStage(namespace: string): Promise<Stage> {
  const spec = toSpec((await cluster).addresses, { topicPrefix: namespace });
  const client = { component: 'worker', namespace, name: workerName, replica: 'main-0' } as const;
  const context: EventBusContext = { ...createBusContext(), client };
  const clients = new AsyncDisposableStack();
  const admin = clients.use(await kafkaDriver.connectAdmin(spec, context));
  const owner = { namespace, worker: workerName, eventSources: ['git', 'mirror', 'clock'] };
  await admin.apply({ quotas: {}, declared: declare(spec, [owner]) });
  return {
    connect: async () => clients.use(await kafkaDriver.connect(spec, context)),
    clock: systemClock,
    pass: async (ms) => void (await delay(ms)),
    [Symbol.asyncDispose]: () => clients.disposeAsync(),
  };
}

describeScenarios({ name: 'Kafka', promises: toPromises(toSpec(['127.0.0.1:9092'])), open: openStage });
