import { toKeeperSecrets } from '../../model/keeper/issued-secrets.ts';
import type { ManagedServersSpec } from '../../model/keeper/keeper.ts';
import type { ApiAccess } from '../workload/pod-needs.ts';

interface KeeperAccessOptions {
  readonly keeper: string;
  readonly bus: string;
  readonly servers: ManagedServersSpec | undefined;
}

/** What a keeper does with the API of Kubernetes: it finds documents, and writes the credentials of servers that the cluster runs. */
export function toKeeperAccess({ keeper, bus, servers }: KeeperAccessOptions): {
  readonly documents: readonly ApiAccess[];
  readonly credentials: readonly ApiAccess[];
} {
  const documents = [{ apiGroup: '', resource: 'configmaps', verbs: ['get', 'list', 'watch'] }];
  if (!servers) return { documents, credentials: [] };
  const { certificates, pods } = servers;
  const secrets = toKeeperSecrets({ bus, keeper });
  const secret = { apiGroup: '', resource: 'secrets' };
  return {
    documents,
    credentials: [
      { ...secret, verbs: ['create'] },
      { ...secret, verbs: ['get', 'patch', 'update'], names: secrets },
      ...(certificates.issuer === 'secret' ? [{ ...secret, verbs: ['get'], names: [certificates.secret] }] : []),
      // an annotation on a pod makes the kubelet refresh what it mounts at once
      { apiGroup: '', resource: 'pods', verbs: ['patch'], names: pods },
    ],
  };
}
