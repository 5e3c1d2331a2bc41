import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { findInClusterAccess } from './in-cluster-access.ts';
import { readKubeconfig } from './kubeconfig.ts';

/** Where an API server is, how it is trusted, and who asks. */
export interface KubernetesAccess {
  /** `https://10.0.0.1:443` */
  readonly server: string;
  readonly namespace: string;
  readonly tls: ClientTls;
  /** The bearer token as it is now; absent where a certificate says who asks. */
  readonly token?: Token;
}

/** As PEM. */
export interface ClientTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** The name to expect in the server's certificate, instead of the host. */
  readonly servername?: string;
}

export interface Token {
  read(): Promise<string>;
  /** The server refused it: what is read next is not remembered. */
  forget(): void;
}

/**
 * The file that KUBECONFIG names, else the pod's ServiceAccount, else `~/.kube/config`. Rejects with a `KubernetesError`
 * that says what is missing.
 */
export async function findAccess(env: NodeJS.ProcessEnv, clock: Clock): Promise<KubernetesAccess> {
  if (env.KUBECONFIG) return readKubeconfig(env.KUBECONFIG, clock);
  return (await findInClusterAccess(env, clock)) ?? readKubeconfig(join(homedir(), '.kube', 'config'), clock);
}
