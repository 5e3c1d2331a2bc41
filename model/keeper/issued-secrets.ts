import type { BusClient } from '../event-bus/bus-client.ts';
import type { ManagedServersSpec } from './keeper.ts';

/** The labels by which a keeper finds the documents of its bus among the ConfigMaps of a namespace. */
export const documentLabels = {
  document: 'eventwright.dev/document',
  bus: 'eventwright.dev/bus',
  /** Where the bus is, if a cluster runs it: another one may have its name. */
  busNamespace: 'eventwright.dev/bus-namespace',
} as const;

/** The keys of the Secrets that a keeper fills in. The names are a contract: pods wait for them. */
export const issuedKeys = {
  seed: 'nkey.seed',
  ca: 'ca.crt',
  caKey: 'ca.key',
  certificate: 'tls.crt',
  certificateKey: 'tls.key',
  users: 'auth.conf',
  /** Who the servers know, in full: JSON, gzipped, in base64. They do not read it. */
  usersState: 'users.state',
  /** The authority before the last, while somebody may still trust it alone. */
  previousCa: 'previous.crt',
  previousCaKey: 'previous.key',
} as const;

/** Annotations of the Secrets that a keeper fills in. */
export const issuedAnnotations = {
  /** Another value asks for a new credential, certificate or authority. */
  rotate: 'eventwright.dev/rotate',
  /** The last value of `rotate` that was done. */
  rotated: 'eventwright.dev/rotated',
  /** When the authority took the place of the one before, RFC 3339. */
  since: 'eventwright.dev/since',
} as const;

/** The annotation of the servers' pods that changes with their Secrets, so that the kubelet looks at once. */
export const credentialsAnnotation = 'eventwright.dev/credentials';

/** The Secret with which a component connects to its bus, in its own namespace: `main-worker-bus`. */
export function toClientSecret({ component, name }: Pick<BusClient, 'component' | 'name'>): string {
  return `${name}-${component}-bus`;
}

/** The Secrets of the servers of a managed bus, by its name, in the namespace of the bus. */
export function toServerSecrets(bus: string): { readonly tls: string; readonly users: string; readonly ca: string } {
  return { tls: `${bus}-nats-tls`, users: `${bus}-nats-users`, ca: `${bus}-nats-ca` };
}

/** The Secrets that a keeper fills in where it runs, beside those of workers. */
export interface KeeperSecrets {
  /** A bus that loses one of these has to do without its clients for a while. */
  readonly servers: readonly string[];
  readonly clients: readonly string[];
}

export interface KeeperSecretsOptions extends Pick<ManagedServersSpec, 'certificates' | 'users'> {
  readonly bus: string;
  readonly keeper: string;
}

/** What manifests hold empty, and the keeper's Role names. */
export function toKeeperSecrets({ bus, keeper, certificates, users }: KeeperSecretsOptions): KeeperSecrets {
  const names = toServerSecrets(bus);
  const operator = toClientSecret({ component: 'operator', name: bus });
  return {
    servers: [
      ...(certificates.issuer === 'keeper' ? [names.ca, names.tls] : []),
      ...(users === 'keeper' ? [names.users] : []),
    ],
    clients: [toClientSecret({ component: 'keeper', name: keeper }), ...(users === 'keeper' ? [operator] : [])],
  };
}
