import type { Figure } from '../support/figure.ts';
import { startKafkaBrokers } from '../support/kafka-brokers.ts';
import { measureScaling } from '../support/measure-scaling.ts';

const partitions = 12;

/** One worker and four, on a topic of many partitions with events of one name. */
export async function* scalingFigures(): AsyncIterable<Figure> {
  yield { ...(await measureScaling(() => startKafkaBrokers(1, partitions))), goal: { of: 'ratio', atLeast: 3 } };
}
