import type { KafkaEventBusConfig, KafkaEventBusSpec } from '../../../../model/event-bus/kafka.ts';
import type { BusAdmin, EventBus } from '../../contract.ts';
import { createBusContext, type TestBusContext } from '../../testing/bus-context.ts';
import { kafkaDriver } from '../driver.ts';
import { toSpec } from './bus-spec.ts';
import { declare } from './declared.ts';
import type { KafkaCluster } from './kafka-cluster.ts';

/** A bus with topics of its own, for one test. */
export interface KafkaBus extends AsyncDisposable {
  readonly spec: KafkaEventBusSpec;
  readonly context: TestBusContext;
  readonly bus: EventBus;
  readonly admin: BusAdmin;
}

const owner = { namespace: 'shop', worker: 'main' };
let made = 0;

export async function startKafkaBus(
  { addresses }: Pick<KafkaCluster, 'addresses'>,
  options: Partial<KafkaEventBusConfig> = {},
): Promise<KafkaBus> {
  const spec = toSpec(addresses, { topicPrefix: `bus-${++made}`, ...options });
  await using stack = new AsyncDisposableStack();
  const client = { component: 'worker', namespace: owner.namespace, name: owner.worker, replica: 'main-0' } as const;
  const context = { ...createBusContext(), client };
  const admin = stack.use(await kafkaDriver.connectAdmin(spec, context));
  await admin.apply({ quotas: {}, declared: declare(spec, [owner]) });
  const bus = stack.use(await kafkaDriver.connect(spec, context));
  const started = stack.move();
  return { spec, context, bus, admin, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
