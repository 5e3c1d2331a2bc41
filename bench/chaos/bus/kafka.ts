import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaBroker } from '../../../runtime/event-bus/kafka/testing/kafka-broker.ts';
import { startKafkaBrokers } from '../../support/kafka-brokers.ts';
import type { Victim } from '../victim.ts';
import type { ChaosBus } from './chaos-bus.ts';

/** Three brokers with everything stored on all of them. */
export async function startKafka(): Promise<ChaosBus> {
  const started = await startKafkaBrokers(3, 3);
  return {
    spec: started.spec,
    servers: started.brokers.map(toVictim),
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}

function toVictim(broker: KafkaBroker): Victim {
  return {
    name: `kafka-${broker.id}`,
    async kill() {
      await broker.stop('SIGKILL');
      await broker.start();
    },
    async freeze(forMs) {
      broker.signal('SIGSTOP');
      await delay(forMs);
      broker.signal('SIGCONT');
    },
  };
}
