import type { ManagedServersSpec } from '../../model/keeper/keeper.ts';
import type { ApiAccess } from '../workload/pod-needs.ts';

/** How a keeper finds documents. */
export const documentAccess: ApiAccess = { apiGroup: '', resource: 'configmaps', verbs: ['list', 'watch'] };

/** How it fills in these Secrets. It creates none: in a new one of another type, Kubernetes puts the token of any account. */
export function toSecretAccess(names: readonly string[]): ApiAccess {
  return { apiGroup: '', resource: 'secrets', verbs: ['get', 'patch'], names };
}

/** What it does for servers that the cluster runs. */
export function toServersAccess({ certificates, pods }: ManagedServersSpec): readonly ApiAccess[] {
  return [
    ...(certificates.issuer === 'secret'
      ? [{ apiGroup: '', resource: 'secrets', verbs: ['get'], names: [certificates.secret] }]
      : []),
    // an annotation on a pod makes the kubelet refresh what it mounts at once
    { apiGroup: '', resource: 'pods', verbs: ['patch'], names: pods },
  ];
}
