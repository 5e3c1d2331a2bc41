import type { Figure } from '../support/figure.ts';
import { startJetStreamServers } from '../support/jetstream-servers.ts';
import { measureScaling } from '../support/measure-scaling.ts';

/** One worker and four, on one server. */
export async function* scalingFigures(): AsyncIterable<Figure> {
  yield { ...(await measureScaling(() => startJetStreamServers(1))), goal: { of: 'ratio', atLeast: 3.5 } };
}
