import type { KafkaEventBusSpec } from '../../model/event-bus/kafka.ts';
import { toSpec } from '../../runtime/event-bus/kafka/testing/bus-spec.ts';
import { declare } from '../../runtime/event-bus/kafka/testing/declared.ts';
import type { KafkaBroker } from '../../runtime/event-bus/kafka/testing/kafka-broker.ts';
import { startKafka } from '../../runtime/event-bus/kafka/testing/kafka-cluster.ts';
import { applyPlan } from './apply-plan.ts';
import { programNamespace } from './program.ts';

/** One broker, or three that each hold everything, ready for workers. */
export interface KafkaBrokers extends AsyncDisposable {
  readonly spec: KafkaEventBusSpec;
  readonly brokers: readonly KafkaBroker[];
}

/** What the programs of benchmarks declare, and the worker that those of joins run. */
const owners = [
  { namespace: programNamespace, worker: 'bus', eventSources: ['github', 'halves'] },
  { namespace: programNamespace, worker: 'default' },
];

export async function startKafkaBrokers(size: 1 | 3, partitions = 1): Promise<KafkaBrokers> {
  await using stack = new AsyncDisposableStack();
  const { brokers, addresses } = stack.use(await startKafka({ size }));
  const copies = size === 1 ? {} : ({ replicationFactor: 3, minInSyncReplicas: 2 } as const);
  const spec = toSpec(addresses, { partitions, ...copies });
  await applyPlan(spec, { quotas: {}, declared: declare(spec, owners) });
  const started = stack.move();
  return { spec, brokers, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
