import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { describe } from '../describe.ts';
import type { KubernetesAccess, Token } from './access.ts';
import { KubernetesError } from './error.ts';
import { createTokenFile } from './token-file.ts';

const text = z.string().min(1);

const clusterSchema = z.object({
  server: z.url({ protocol: /^https?$/ }),
  'certificate-authority': text.optional(),
  'certificate-authority-data': text.optional(),
  'tls-server-name': text.optional(),
  'insecure-skip-tls-verify': z.boolean().optional(),
});

const userSchema = z.object({
  token: text.optional(),
  tokenFile: text.optional(),
  'client-certificate': text.optional(),
  'client-certificate-data': text.optional(),
  'client-key': text.optional(),
  'client-key-data': text.optional(),
  exec: z.unknown().optional(),
  'auth-provider': z.unknown().optional(),
  username: z.unknown().optional(),
});

const kubeconfigSchema = z.object({
  'current-context': text,
  contexts: z.array(
    z.object({
      name: text,
      context: z.object({ cluster: text, user: text.optional(), namespace: text.optional() }),
    }),
  ),
  clusters: z.array(z.object({ name: text, cluster: clusterSchema })),
  users: z.array(z.object({ name: text, user: userSchema })).default([]),
});

type User = z.infer<typeof userSchema>;

/** The current context of a kubeconfig file, with a token or a client certificate. Rejects with a `KubernetesError`. */
export async function readKubeconfig(path: string, clock: Clock): Promise<KubernetesAccess> {
  try {
    return await toAccess(await parse(path), dirname(resolve(path)), clock);
  } catch (error) {
    throw new KubernetesError(`${path}: ${describe(error)}`, { cause: error });
  }
}

async function parse(path: string): Promise<z.infer<typeof kubeconfigSchema>> {
  // pods have no use for it
  const loaded = await import('yaml');
  // it is CommonJS, which a bundle gives as a whole
  const yaml = (loaded as unknown as { readonly default?: typeof loaded }).default ?? loaded;
  const { data, error } = kubeconfigSchema.safeParse(yaml.parse(await readFile(path, 'utf8')));
  if (!data) throw new TypeError(z.prettifyError(error));
  return data;
}

async function toAccess(
  config: z.infer<typeof kubeconfigSchema>,
  folder: string,
  clock: Clock,
): Promise<KubernetesAccess> {
  const { context } = find('context', config.contexts, config['current-context']);
  const { cluster } = find('cluster', config.clusters, context.cluster);
  const user = context.user === undefined ? {} : find('user', config.users, context.user).user;
  if (cluster['insecure-skip-tls-verify'])
    throw new TypeError("insecure-skip-tls-verify is not supported; name the cluster's certificate-authority");
  const pem = (data: string | undefined, file: string | undefined) => readPem(data, file, folder);
  const ca = await pem(cluster['certificate-authority-data'], cluster['certificate-authority']);
  const cert = await pem(user['client-certificate-data'], user['client-certificate']);
  const key = await pem(user['client-key-data'], user['client-key']);
  const servername = cluster['tls-server-name'];
  const token = toToken(user, folder, clock);
  return {
    server: cluster.server.replace(/\/+$/, ''),
    namespace: context.namespace ?? 'default',
    tls: { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }), ...(servername && { servername }) },
    ...(token && { token }),
  };
}

function find<T extends { readonly name: string }>(what: string, entries: readonly T[], name: string): T {
  const found = entries.find((entry) => entry.name === name);
  if (!found) throw new TypeError(`there is no ${what} '${name}'`);
  return found;
}

async function readPem(data: string | undefined, file: string | undefined, folder: string) {
  if (data !== undefined) return Buffer.from(data, 'base64').toString();
  return file === undefined ? undefined : readFile(resolve(folder, file), 'utf8');
}

function toToken(user: User, folder: string, clock: Clock): Token | undefined {
  const unsupported = (['exec', 'auth-provider', 'username'] as const).find((key) => user[key] !== undefined);
  if (unsupported) throw new TypeError(`${unsupported} is not supported; use a token or a client certificate`);
  if (user.tokenFile !== undefined) return createTokenFile(resolve(folder, user.tokenFile), clock);
  const { token } = user;
  return token === undefined ? undefined : { read: async () => token, forget() {} };
}
