import { toUserVariable } from '../../model/event-bus/bus-client.ts';
import { type JetStreamEventBusSpec, jetStreamEventBusSchema } from '../../model/event-bus/jetstream.ts';
import { natsNkey } from '../../model/event-bus/jetstream-auth.ts';
import { deriveJetStreamUsers } from '../../model/event-bus/jetstream-users.ts';
import { toNatsUsers } from '../../model/event-bus/nats-users.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { issuedKeys, toClientSecret } from '../../model/keeper/issued-secrets.ts';
import { parseSpec } from '../../model/schema.ts';
import { usageError } from '../command/command-error.ts';
import { defaultNamespace } from '../project/default-namespace.ts';
import type { OperatedEventBus } from './operated-event-bus.ts';

export const jetstream: OperatedEventBus<JetStreamEventBusSpec> = {
  whereIs: ({ servers }) => servers.join(', '),
  withServer(spec, server) {
    try {
      return parseSpec(jetStreamEventBusSchema, { ...forward(spec, server), servers: [server] }, '--server');
    } catch (error) {
      throw error instanceof InvalidSpecError ? usageError(error.message.replace('servers.0 ', '')) : error;
    }
  },
  asOperator,
  isShared: () => true,
  toUsers: (bus, documents) =>
    toNatsUsers(deriveJetStreamUsers({ bus, documents, namespace: defaultNamespace }), (user) => ({
      passwordVariable: toUserVariable(user.client),
    })),
};

/** A keeper writes a Secret for each component; operators have one of their own. */
function asOperator(spec: JetStreamEventBusSpec): JetStreamEventBusSpec {
  const { auth, tls } = spec;
  if (auth?.method !== 'nkey' || auth.seed.key !== issuedKeys.seed || tls?.ca?.name !== auth.seed.name) return spec;
  const name = toClientSecret({ component: 'operator', name: spec.name });
  return { ...spec, auth: natsNkey({ ...auth.seed, name }), tls: { ...tls, ca: { ...tls.ca, name } } };
}

/** Behind a port of this machine are the servers that the program names, with their certificates. */
function forward(spec: JetStreamEventBusSpec, server: string): JetStreamEventBusSpec {
  const wantsTls = spec.tls !== undefined || spec.servers.some((url) => url.startsWith('tls:'));
  const serverName = URL.parse(spec.servers[0] ?? '')?.hostname;
  const isLocal = /^\w+:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(server);
  return wantsTls && isLocal && serverName ? { ...spec, tls: { serverName, ...spec.tls } } : spec;
}
