import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { type JetStreamEventBusSpec, jetStreamEventBusSchema } from '../../model/event-bus/jetstream.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { parseSpec } from '../../model/schema.ts';
import { usageError } from '../command/command-error.ts';

/** The same bus, reached at another address: through a port that is forwarded, for example. */
export function withServer(spec: EventBusSpec, server: string | undefined): EventBusSpec {
  if (server === undefined) return spec;
  const jetstream = spec.kind === 'jetstream' ? forward(spec, server) : { kind: 'jetstream', name: spec.name };
  try {
    return parseSpec(jetStreamEventBusSchema, { ...jetstream, servers: [server] }, '--server');
  } catch (error) {
    throw error instanceof InvalidSpecError ? usageError(error.message.replace('servers.0 ', '')) : error;
  }
}

/** Behind a port of this machine are the servers that the program names, with their certificates. */
function forward(spec: JetStreamEventBusSpec, server: string): JetStreamEventBusSpec {
  const wantsTls = spec.tls !== undefined || spec.servers.some((url) => url.startsWith('tls:'));
  const serverName = URL.parse(spec.servers[0] ?? '')?.hostname;
  const isLocal = /^\w+:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(server);
  return wantsTls && isLocal && serverName ? { ...spec, tls: { serverName, ...spec.tls } } : spec;
}
