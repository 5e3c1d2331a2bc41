import { randomBytes } from 'node:crypto';
import { freePorts } from '../../../support/testing/free-ports.ts';
import { createBroker, type KafkaBroker } from './kafka-broker.ts';

/** One broker or three on loopback, which are their own controllers. */
export interface KafkaCluster extends AsyncDisposable {
  readonly brokers: readonly KafkaBroker[];
  /** Where clients connect: `127.0.0.1:19092`. */
  readonly addresses: readonly string[];
}

export interface KafkaClusterOptions {
  /** 1 by default. */
  readonly size?: 1 | 3;
  /** Where the broker with this index listens for a test's clients; by default on a port of its own, without TLS. */
  readonly listener?: (index: number, port: number) => ClientListener;
  /** Lines of every broker's `server.properties`. */
  readonly properties?: readonly string[];
  readonly scram?: readonly string[];
}

/** How a test's clients reach a broker. */
export interface ClientListener {
  readonly protocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';
  /** The address that clients are told; a proxy's, for instance. */
  readonly advertised?: string;
  /** Lines of `server.properties` that the listener needs. */
  readonly properties?: readonly string[];
}

export async function startKafka(options: KafkaClusterOptions = {}): Promise<KafkaCluster> {
  const { size = 1, listener = plaintext } = options;
  const ports = await freePorts(3 * size);
  const nodes = Array.from({ length: size }, (_, index) => {
    const [port = 0, inner = 0, controller = 0] = ports.slice(3 * index, 3 * index + 3);
    return { index, port, inner, controller, client: listener(index, port) };
  });
  const voters = nodes.map(({ index, controller }) => `${index + 1}@127.0.0.1:${controller}`).join();
  const clusterId = randomBytes(16).toString('hex').slice(0, 22);
  await using stack = new AsyncDisposableStack();
  const brokers = await Promise.all(
    nodes.map(async ({ index, port, inner, controller, client }) => {
      const advertised = client.advertised ?? `127.0.0.1:${port}`;
      const listeners = `CLIENT://127.0.0.1:${port},INNER://127.0.0.1:${inner}`;
      const properties = [
        'process.roles=broker,controller',
        `node.id=${index + 1}`,
        `controller.quorum.voters=${voters}`,
        `listeners=${listeners},CONTROLLER://127.0.0.1:${controller}`,
        `advertised.listeners=CLIENT://${advertised},INNER://127.0.0.1:${inner}`,
        'controller.listener.names=CONTROLLER',
        'inter.broker.listener.name=INNER',
        `listener.security.protocol.map=CLIENT:${client.protocol},INNER:PLAINTEXT,CONTROLLER:PLAINTEXT`,
        ...common,
        ...(client.properties ?? []),
        ...(options.properties ?? []),
      ];
      const { scram } = options;
      return createBroker({ id: index + 1, address: advertised, properties, clusterId, ...(scram && { scram }) });
    }),
  );
  for (const broker of brokers) stack.use(broker);
  await Promise.all(brokers.map((broker) => broker.start()));
  const started = stack.move();
  return {
    brokers,
    addresses: brokers.map(({ address }) => address),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

/** What makes brokers small and quick: elections, cleaning, few threads. */
const common = [
  'auto.create.topics.enable=false',
  'broker.heartbeat.interval.ms=500',
  'broker.session.timeout.ms=3000',
  'controller.quorum.election.timeout.ms=500',
  'controller.quorum.fetch.timeout.ms=1000',
  'group.initial.rebalance.delay.ms=0',
  'log.cleaner.enable=false',
  'log.initial.task.delay.ms=500',
  'log.retention.check.interval.ms=500',
  'log.segment.delete.delay.ms=500',
  'num.io.threads=4',
  'num.network.threads=2',
  'offsets.topic.num.partitions=1',
  'offsets.topic.replication.factor=1',
  'replica.fetch.wait.max.ms=100',
  'socket.request.max.bytes=104857600',
];

function plaintext(): ClientListener {
  return { protocol: 'PLAINTEXT' };
}
