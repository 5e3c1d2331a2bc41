import type { BusClient } from '../event-bus/bus-client.ts';

/** The labels by which a keeper finds the documents of its bus among the ConfigMaps of a namespace. */
export const documentLabels = { document: 'eventwright.dev/document', bus: 'eventwright.dev/bus' } as const;

/** The keys of the Secrets that a keeper writes. The names are a contract: pods wait for them. */
export const issuedKeys = {
  seed: 'nkey.seed',
  ca: 'ca.crt',
  caKey: 'ca.key',
  certificate: 'tls.crt',
  certificateKey: 'tls.key',
  users: 'auth.conf',
} as const;

/** The Secret with which a component connects to its bus, in its own namespace: `main-worker-bus`. */
export function toClientSecret({ component, name }: Pick<BusClient, 'component' | 'name'>): string {
  return `${name}-${component}-bus`;
}

/** The Secrets of the servers of a managed bus, by its name, in the namespace of the bus. */
export function toServerSecrets(bus: string): { readonly tls: string; readonly users: string; readonly ca: string } {
  return { tls: `${bus}-nats-tls`, users: `${bus}-nats-users`, ca: `${bus}-nats-ca` };
}
