import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { jetStreamEventBusSchema } from '../../model/event-bus/jetstream.ts';
import { parseSpec } from '../../model/schema.ts';

/** The same bus, reached at another address: through a port that is forwarded, for example. */
export function withServer(spec: EventBusSpec, server: string | undefined): EventBusSpec {
  if (server === undefined) return spec;
  const jetstream = spec.kind === 'jetstream' ? spec : { kind: 'jetstream', name: spec.name };
  return parseSpec(jetStreamEventBusSchema, { ...jetstream, servers: [server] }, '--server');
}
