import type { Clock } from '../clock.ts';
import type { KubernetesAccess } from './access.ts';
import { KubernetesError } from './error.ts';
import { findInClusterAccess } from './in-cluster-access.ts';
import { readKubeconfig } from './kubeconfig.ts';

/**
 * The file that EVENTWRIGHT_KUBECONFIG names, else the pod's ServiceAccount. Never what `kubectl` happens to be pointed
 * at: a laptop's is often production. Rejects with a `KubernetesError` that says what is missing.
 */
export async function findAccess(env: NodeJS.ProcessEnv, clock: Clock): Promise<KubernetesAccess> {
  if (env.EVENTWRIGHT_KUBECONFIG) return readKubeconfig(env.EVENTWRIGHT_KUBECONFIG, clock);
  const inCluster = await findInClusterAccess(env, clock);
  if (inCluster) return inCluster;
  throw new KubernetesError(
    'there is no cluster here; name the kubeconfig of one that may be changed in EVENTWRIGHT_KUBECONFIG',
    {},
  );
}
