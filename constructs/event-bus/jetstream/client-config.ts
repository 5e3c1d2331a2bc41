import type { JetStreamEventBusSpec } from '../../../model/event-bus/jetstream.ts';
import { natsNkey } from '../../../model/event-bus/jetstream-auth.ts';
import { issuedKeys, toClientSecret } from '../../../model/keeper/issued-secrets.ts';
import type { ClientOfBus } from '../event-bus.ts';
import { type BusNames, ports, toPodNames } from './names.ts';

/** The servers of a bus, by the names in their certificates; from other namespaces with that of the bus. */
export function toServerUrls(names: BusNames, replicas: number, namespace?: string): readonly string[] {
  const domain = [names.headlessService, ...(namespace === undefined ? [] : [namespace])].join('.');
  return toPodNames(names, replicas).map((pod) => `tls://${pod}.${domain}:${ports.client}`);
}

/** With the credentials that the keeper writes for a component, unless all use the same. */
export function withIssued(config: JetStreamEventBusSpec, client: ClientOfBus): JetStreamEventBusSpec {
  const name = toClientSecret(client);
  return {
    ...config,
    auth: config.auth ?? natsNkey({ name, key: issuedKeys.seed }),
    tls: { ...config.tls, ca: { name, key: issuedKeys.ca } },
  };
}
