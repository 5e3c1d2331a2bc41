import type { PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1.js';

/** Of our images, the servers' and their helpers'. */
const user = 65_532;

/** What Pod Security `restricted` asks of a pod. */
export const restrictedPod: PodSecurityContext = {
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: user,
  fsGroup: user,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** What Pod Security `restricted` asks of each container. */
export const restrictedContainer: SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
