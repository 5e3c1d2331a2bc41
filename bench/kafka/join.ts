import { connectEventBus } from '../../runtime/event-bus/index.ts';
import { joinThroughput, type Store } from '../join.ts';
import { toBusContext } from '../support/bus-context.ts';
import type { Figure } from '../support/figure.ts';
import { startKafkaBrokers } from '../support/kafka-brokers.ts';

/** Events of two kinds that a trigger joins, on Kafka. */
export async function* joinFigures(): AsyncIterable<Figure> {
  for (const size of [1, 3] as const) yield* joinThroughput(onKafka(size));
}

function onKafka(size: 1 | 3): Store {
  return {
    name: `Kafka, ${size} brokers`,
    async open(stack) {
      const { spec } = stack.use(await startKafkaBrokers(size));
      return connectEventBus(spec, toBusContext('worker'));
    },
  };
}
