import type { ManagedKeeperProps } from '../../keeper/keeper.ts';
import type { BusPlan } from './bus-plan.ts';
import { toHosts } from './hosts.ts';
import { toPodNames } from './names.ts';

/** What follows from the options of a bus for its keeper. */
export function toKeeperOptions(plan: BusPlan): Omit<ManagedKeeperProps, 'bus'> {
  const { spec, names, quotas, secrets, namespace, deployment } = plan;
  const { replicas, copies, history, grace, tls, allowNamespaces } = spec;
  return {
    replicas: copies ?? (Math.min(replicas, 5) as 1 | 3 | 5),
    quotas,
    podMonitor: spec.podMonitor,
    ...(deployment.image !== undefined && { image: deployment.image }),
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
