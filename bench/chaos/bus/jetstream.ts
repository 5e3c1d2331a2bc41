import { setTimeout as delay } from 'node:timers/promises';
import { type NatsServer, startNatsCluster } from '../../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { applyPlan } from '../../support/apply-plan.ts';
import type { Victim } from '../victim.ts';
import type { ChaosBus } from './chaos-bus.ts';

/** Three servers with everything stored on all of them. */
export async function startJetStream(): Promise<ChaosBus> {
  await using stack = new AsyncDisposableStack();
  const cluster = stack.use(await startNatsCluster());
  const spec = { kind: 'jetstream', name: 'bus', servers: cluster.urls } as const;
  await applyPlan(spec, { quotas: {}, replicas: 3 });
  const started = stack.move();
  return { spec, servers: cluster.servers.map(toVictim), [Symbol.asyncDispose]: () => started.disposeAsync() };
}

function toVictim(server: NatsServer): Victim {
  return {
    name: server.name,
    async kill() {
      await server.stop('SIGKILL');
      await server.start();
    },
    async freeze(forMs) {
      server.signal('SIGSTOP');
      await delay(forMs);
      server.signal('SIGCONT');
    },
  };
}
