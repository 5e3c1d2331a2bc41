import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestAuthority } from '../../runtime/support/testing/certificates.ts';

/** Who may do what with one API server: its keys, its certificates, and a token and kubeconfig for each user. */
export interface Credentials extends Disposable {
  readonly url: string;
  readonly ca: string;
  /** The path of a file in the folder: `ca.crt`, `api-server.crt`, `tokens.csv`, `kubelet-client.key` and so on. */
  file(name: string): string;
  token(user: User): string;
  kubeconfig(user: User): string;
  /** Writes `<file>.crt` and `<file>.key` of a server under this authority. */
  issue(file: string, name: string, also?: readonly string[]): Promise<void>;
}

const groups = {
  admin: 'system:masters',
  'system:kube-controller-manager': '',
  'system:kube-scheduler': '',
  'system:kube-proxy': '',
} as const;

type User = keyof typeof groups | `system:node:${string}`;

interface CredentialsOptions {
  readonly folder: string;
  /** Where the API server listens. */
  readonly address: string;
  readonly port: number;
  readonly nodes?: readonly string[];
}

/** The name under which the API server asks kubelets. */
export const kubeletClient = 'kube-apiserver-kubelet-client';
const serviceNames = [
  '10.96.0.1',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  'kubernetes.default',
];

export async function createCredentials(options: CredentialsOptions): Promise<Credentials> {
  const { folder, address, port, nodes = [] } = options;
  const url = `https://${address}:${port}`;
  const authority = createTestAuthority();
  const file = (name: string) => join(folder, name);
  const users = [...Object.keys(groups), ...nodes.map((node) => `system:node:${node}`)] as User[];
  const tokens = new Map(users.map((user) => [user, randomBytes(16).toString('hex')]));
  const token = (user: User) => tokens.get(user) as string;
  const credentials: Credentials = {
    url,
    ca: authority.cert,
    file,
    token,
    kubeconfig: (user) => file(`${user.replaceAll(':', '-')}.kubeconfig`),
    async issue(name, commonName, also = []) {
      const { cert, key } = authority.issue(commonName, { also });
      await Promise.all([writeFile(file(`${name}.crt`), cert), writeFile(file(`${name}.key`), key)]);
    },
    [Symbol.dispose]: () => authority[Symbol.dispose](),
  };
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await Promise.all([
    writeFile(file('ca.crt'), authority.cert),
    writeFile(file('service-accounts.key'), privateKey),
    writeFile(file('service-accounts.pub'), publicKey),
    writeFile(file('tokens.csv'), users.map((user) => `${token(user)},${user},${user},"${toGroups(user)}"\n`).join('')),
    ...users.map((user) => writeFile(credentials.kubeconfig(user), toKubeconfig(credentials, token(user)))),
    credentials.issue('api-server', address, ['127.0.0.1', ...serviceNames]),
    credentials.issue('kubelet-client', kubeletClient),
  ]);
  return credentials;
}

function toGroups(user: User): string {
  return user.startsWith('system:node:') ? 'system:nodes' : groups[user as keyof typeof groups];
}

function toKubeconfig({ url, ca }: Credentials, token: string): string {
  const cluster = { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    clusters: [{ name: 'test', cluster }],
    users: [{ name: 'test', user: { token } }],
  });
}
