import { setTimeout as delay } from 'node:timers/promises';
import type { NatsServer } from '../../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { startJetStreamServers } from '../../support/jetstream-servers.ts';
import type { Victim } from '../victim.ts';
import type { ChaosBus } from './chaos-bus.ts';

/** Three servers with everything stored on all of them. */
export async function startJetStream(): Promise<ChaosBus> {
  const started = await startJetStreamServers(3);
  return {
    spec: started.spec,
    servers: started.servers.map(toVictim),
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
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
