import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { describe } from '../describe.ts';
import type { KubernetesAccess } from './access.ts';
import { KubernetesError } from './error.ts';
import { createTokenFile } from './token-file.ts';

/** Where the kubelet mounts the ServiceAccount of a pod. */
const mountedAt = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What the kubelet gives a pod; `undefined` outside one. Rejects where the pod has no ServiceAccount token. */
export async function findInClusterAccess(
  env: NodeJS.ProcessEnv,
  clock: Clock,
  folder: string = mountedAt,
): Promise<KubernetesAccess | undefined> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (!host) return undefined;
  if (!existsSync(join(folder, 'token')))
    throw new KubernetesError(
      `${folder}: there is no ServiceAccount token; set automountServiceAccountToken on the pod`,
      {},
    );
  return {
    server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    namespace: await read(join(folder, 'namespace')),
    tls: { ca: await read(join(folder, 'ca.crt')) },
    token: createTokenFile(join(folder, 'token'), clock),
  };
}

async function read(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw new KubernetesError(`${path}: ${describe(error)}`, { cause: error });
  }
}
