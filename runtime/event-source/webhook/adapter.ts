import { once } from 'node:events';
import type { WebhookEventSourceSpec } from '../../../model/event-source/webhook.ts';
import { toBytes } from '../../../model/quantity.ts';
import type { EventSourceAdapter } from '../contract.ts';
import { answerInTime } from './answer-in-time.ts';
import { checkEndpoints } from './check-endpoints.ts';
import { type Endpoint, openEndpoint } from './endpoint.ts';

/** Makes events of HTTP requests. Every replica listens, and no request waits for another. */
export const webhook: EventSourceAdapter<WebhookEventSourceSpec> = {
  runs: 'everywhere',
  check: checkEndpoints,
  async listen(context) {
    const { namespace, name, http, signal } = context;
    const events = Object.entries(context.spec.events);
    using inTime = answerInTime(context.clock);
    const endpoints = await Promise.all(
      events.map(([event, spec]) => openEndpoint(event, spec, { ...context, untilStored: inTime.untilStored })),
    );
    const underWay = new Set<Promise<unknown>>();
    using routes = new DisposableStack();
    for (const [index, [, { endpoint: path, methods, maxPayloadSize }]] of events.entries()) {
      const handle = track(endpoints[index] as Endpoint, underWay);
      routes.use(
        http.add({ path, methods, maxBodyBytes: toBytes(maxPayloadSize), owner: `${namespace}/${name}`, handle }),
      );
    }
    context.ready(events.map(([, { endpoint, methods }]) => `${methods.join(', ')} ${endpoint}`));
    if (!signal.aborted) await once(signal, 'abort');
    routes.dispose();
    await Promise.allSettled(underWay);
  },
};

function track(endpoint: Endpoint, underWay: Set<Promise<unknown>>): Endpoint {
  return (request) => {
    const answer = endpoint(request);
    underWay.add(answer);
    const done = () => underWay.delete(answer);
    answer.then(done, done);
    return answer;
  };
}
