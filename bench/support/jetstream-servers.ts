import type { JetStreamEventBusSpec } from '../../model/event-bus/jetstream.ts';
import {
  type NatsServer,
  startNatsCluster,
  startNatsServer,
} from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { applyPlan } from './apply-plan.ts';

/** Benchmarks trim nothing. */
const roomy = { maxBytes: 2 * 1024 ** 3 };

/** One server, or three that each hold everything, ready for workers. */
export interface JetStreamServers extends AsyncDisposable {
  readonly spec: JetStreamEventBusSpec;
  readonly servers: readonly NatsServer[];
}

export async function startJetStreamServers(replicas: 1 | 3): Promise<JetStreamServers> {
  await using stack = new AsyncDisposableStack();
  const servers = replicas === 1 ? [stack.use(await startNatsServer())] : stack.use(await startNatsCluster()).servers;
  const spec: JetStreamEventBusSpec = { kind: 'jetstream', name: 'bus', servers: servers.map(({ url }) => url) };
  await applyPlan(spec, { quotas: { event: roomy, journal: roomy }, replicas });
  const started = stack.move();
  return { spec, servers, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
