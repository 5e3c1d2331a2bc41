import { setTimeout as delay } from 'node:timers/promises';
import type { BusPromises, EventBusContext } from '../../runtime/event-bus/contract.ts';
import { kafkaDriver } from '../../runtime/event-bus/kafka/driver.ts';
import { toPromises } from '../../runtime/event-bus/kafka/promises.ts';
import { toSpec } from '../../runtime/event-bus/kafka/testing/bus-spec.ts';
import { declare } from '../../runtime/event-bus/kafka/testing/declared.ts';
import { startKafka } from '../../runtime/event-bus/kafka/testing/kafka-cluster.ts';
import { removeTopics } from '../../runtime/event-bus/kafka/testing/remove-topics.ts';
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
  return servers.use(await startKafka({ size: 3 }));
}

const copies = { replicationFactor: 3, minInSyncReplicas: 2 } as const;
const anywhere = ['127.0.0.1:9092'];

/** Topics of events with so many partitions. */
function describeWith(partitions: number, elsewhere?: BusPromises): BusPromises {
  const promises = toPromises(toSpec(anywhere, { partitions }));
  describeScenarios({
    name: `Kafka, three brokers, partitions: ${partitions}`,
    promises,
    ...(elsewhere && { elsewhere }),
    open: (namespace) => openStage(namespace, partitions),
  });
  return promises;
}

async function openStage(namespace: string, partitions: number): Promise<Stage> {
  const topicPrefix = `${namespace}-${partitions}`;
  const spec = toSpec((await cluster).addresses, { topicPrefix, partitions, ...copies });
  const client = { component: 'worker', namespace, name: workerName, replica: 'main-0' } as const;
  const context: EventBusContext = { ...createBusContext(), client };
  const clients = new AsyncDisposableStack();
  clients.defer(() => removeTopics(spec, context));
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

// most scenarios do not mind that a source has no order; those that do need one partition
const promises = describeWith(4);
describeWith(1, promises);
