import type { KafkaEventBusSpec } from '../../../../model/event-bus/kafka.ts';
import type { BusFixture } from '../../conformance/fixture.ts';
import type { EventBusContext } from '../../contract.ts';
import { createBusContext } from '../../testing/bus-context.ts';
import { kafkaDriver } from '../driver.ts';
import { type AnswerThief, startAnswerThief } from './answer-thief.ts';
import { toSpec } from './bus-spec.ts';
import { declare } from './declared.ts';
import { type KafkaCluster, startKafka } from './kafka-cluster.ts';
import { removeTopics } from './remove-topics.ts';

/** Buses for tests, each with topics of its own, on the same brokers. */
export interface BusPool extends AsyncDisposable {
  take(): Promise<BusFixture>;
}

export interface BusPoolOptions {
  readonly brokers: 1 | 3;
  /** Of the topics of events. */
  readonly partitions: number;
}

interface Servers extends AsyncDisposable {
  readonly cluster: KafkaCluster;
  readonly thief: AnswerThief;
}

const owners = [
  { namespace: 'shop', worker: 'main' },
  { namespace: 'shop', worker: 'other' },
  { namespace: 'bank', worker: 'main' },
];

export function createBusPool({ brokers, partitions }: BusPoolOptions): BusPool {
  let servers: Promise<Servers> | undefined;
  let taken = 0;
  return {
    async take() {
      servers ??= startServers(brokers);
      const { cluster, thief } = await servers;
      const spec = toSpec(cluster.addresses, {
        partitions,
        topicPrefix: `t${++taken}`,
        replicationFactor: brokers,
        minInSyncReplicas: brokers === 1 ? 1 : 2,
      });
      return startFixture(spec, cluster, thief);
    },
    async [Symbol.asyncDispose]() {
      await (await servers)?.[Symbol.asyncDispose]();
    },
  };
}

async function startServers(size: 1 | 3): Promise<Servers> {
  await using stack = new AsyncDisposableStack();
  const ports: number[] = [];
  const thief = stack.use(await startAnswerThief(size, (index) => ports[index] ?? 0));
  const cluster = stack.use(
    await startKafka({
      size,
      listener(index, port) {
        ports[index] = port;
        return { protocol: 'PLAINTEXT', advertised: thief.addresses[index] ?? '' };
      },
    }),
  );
  const started = stack.move();
  return { cluster, thief, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

async function startFixture(
  spec: KafkaEventBusSpec,
  { brokers }: KafkaCluster,
  thief: AnswerThief,
): Promise<BusFixture> {
  const clients = new AsyncDisposableStack();
  const client = { component: 'worker', namespace: 'shop', name: 'main', replica: 'main-0' } as const;
  const context: EventBusContext = { ...createBusContext(), client };
  const startAll = async () => void (await Promise.all(brokers.map((broker) => broker.start())));
  let stopped = false;
  const fixture: BusFixture = {
    connect: async () => clients.use(await kafkaDriver.connect(spec, context)),
    connectAdmin: async () => clients.use(await kafkaDriver.connectAdmin(spec, context)),
    async stop() {
      stopped = true;
      await Promise.all(brokers.map((broker) => broker.stop('SIGKILL')));
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
      await removeTopics(spec, context);
    },
  };
  await (await fixture.connectAdmin()).apply({ quotas: {}, declared: declare(spec, owners) });
  return fixture;
}
