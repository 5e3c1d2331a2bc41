import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { KubernetesAccess } from './access.ts';
import { findInClusterAccess } from './in-cluster-access.ts';
import { readKubeconfig } from './kubeconfig.ts';

/**
 * The file that KUBECONFIG names, else the pod's ServiceAccount, else `~/.kube/config`. Rejects with a `KubernetesError`
 * that says what is missing.
 */
export async function findAccess(env: NodeJS.ProcessEnv, clock: Clock): Promise<KubernetesAccess> {
  if (env.KUBECONFIG) return readKubeconfig(env.KUBECONFIG, clock);
  return (await findInClusterAccess(env, clock)) ?? readKubeconfig(join(homedir(), '.kube', 'config'), clock);
}
