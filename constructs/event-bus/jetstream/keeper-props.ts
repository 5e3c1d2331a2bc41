import type { ManagedJetStreamSpec } from '../../../model/event-bus/managed-jetstream.ts';
import { toServerSecrets } from '../../../model/keeper/issued-secrets.ts';
import type { KeeperOptions, KeeperQuotas, ManagedServersSpec } from '../../../model/keeper/keeper.ts';
import { toHosts } from './hosts.ts';
import { type BusNames, toPodNames } from './names.ts';

/** The Secrets that the servers mount: those that the keeper writes, or the user's own. */
export interface MountedSecrets {
  readonly users: string;
  readonly tls: string;
}

export function toMountedSecrets(bus: string, { tls, auth }: ManagedJetStreamSpec): MountedSecrets {
  const issued = toServerSecrets(bus);
  return { users: auth?.secret ?? issued.users, tls: tls.issuer === 'secret' ? tls.secret : issued.tls };
}

interface KeptBus {
  readonly spec: ManagedJetStreamSpec;
  readonly names: BusNames;
  readonly quotas: Required<KeeperQuotas>;
  readonly secrets: MountedSecrets;
  readonly namespace: string | undefined;
}

/** What follows from the options of a bus for its keeper. */
export function toKeeperOptions(bus: KeptBus): KeeperOptions & { readonly servers: ManagedServersSpec } {
  const { spec, names, quotas, secrets, namespace } = bus;
  const { replicas, copies, history, grace, tls, allowNamespaces } = spec;
  return {
    replicas: copies ?? (Math.min(replicas, 5) as 1 | 3 | 5),
    quotas,
    ...(history !== undefined && { history }),
    ...(grace !== undefined && { grace }),
    ...(namespace !== undefined && { namespaces: [...new Set([namespace, ...allowNamespaces])] }),
    servers: {
      pods: toPodNames(names, replicas),
      hosts: toHosts(names, replicas),
      certificates: tls.issuer === 'keeper' ? tls : { issuer: 'secret', secret: secrets.tls },
      users: spec.auth ? 'own' : 'keeper',
    },
  };
}
