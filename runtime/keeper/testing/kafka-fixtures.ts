import { kafkaDriver } from '../../event-bus/kafka/driver.ts';
import { declare } from '../../event-bus/kafka/testing/declared.ts';
import { startKafkaBus } from '../../event-bus/kafka/testing/kafka-bus.ts';
import { type KafkaCluster, startKafka } from '../../event-bus/kafka/testing/kafka-cluster.ts';
import { type KeptFixture, main } from './keeper-world.ts';

interface KafkaFixture extends KeptFixture {
  /** Makes the topic of another event source. */
  addSource(name: string): Promise<void>;
}

/** Buses on one broker, each with topics of its own for the workers and events of these tests. */
export function startKafkaFixtures(): AsyncDisposable & { take(): Promise<KafkaFixture> } {
  let cluster: Promise<KafkaCluster> | undefined;
  return {
    async take() {
      cluster ??= startKafka();
      return startFixture(await cluster);
    },
    async [Symbol.asyncDispose]() {
      await (await cluster)?.[Symbol.asyncDispose]();
    },
  };
}

async function startFixture(cluster: KafkaCluster): Promise<KafkaFixture> {
  await using stack = new AsyncDisposableStack();
  const { spec, context, admin } = stack.use(await startKafkaBus(cluster));
  const make = async (eventSource: string) => {
    const owners = [main, { ...main, worker: 'former' }].map((owner) => ({ ...owner, eventSources: [eventSource] }));
    await admin.apply({ quotas: {}, declared: declare(spec, owners) });
  };
  await make('github');
  const started = stack.move();
  return {
    addSource: make,
    connect: async () => started.use(await kafkaDriver.connect(spec, context)),
    connectAdmin: async () => started.use(await kafkaDriver.connectAdmin(spec, context)),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
