import { systemClock } from '../clock.ts';
import { temporaryFiles } from '../testing/temporary-files.ts';
import { readKubeconfig } from './kubeconfig.ts';

function kubeconfig(user: string, cluster = 'certificate-authority: ca.crt'): string {
  return `
apiVersion: v1
kind: Config
current-context: test
contexts: [{ name: test, context: { cluster: local, user: admin, namespace: ci } }]
clusters: [{ name: local, cluster: { server: 'https://127.0.0.1:6443/', ${cluster} } }]
users: [{ name: admin, user: { ${user} } }]
`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('a kubeconfig', () => {
  it('tells the server, its authority, the namespace, and a client certificate', async () => {
    const user = `client-certificate-data: ${base64('CERT')}, client-key: key.pem`;
    using files = temporaryFiles({ config: kubeconfig(user), 'ca.crt': 'CA', 'key.pem': 'KEY' });
    expect(await readKubeconfig(files.path('config'), systemClock)).toStrictEqual({
      server: 'https://127.0.0.1:6443',
      namespace: 'ci',
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY' },
    });
  });

  it.each([
    ['itself', 'token: t0ken'],
    ['a file', 'tokenFile: token'],
  ])('has a token in %s', async (_, user) => {
    using files = temporaryFiles({ config: kubeconfig(user), 'ca.crt': 'CA', token: 't0ken\n' });
    const { token } = await readKubeconfig(files.path('config'), systemClock);
    expect(await token?.read()).toBe('t0ken');
  });

  it.each([
    ['exec: { command: aws }', '', 'exec is not supported; use a token or a client certificate'],
    ['token: t', 'insecure-skip-tls-verify: true', 'insecure-skip-tls-verify is not supported'],
    ['token: t', 'certificate-authority: gone.crt', 'ENOENT'],
  ])('with %p, %p is refused, by its path', async (user, cluster, message) => {
    using files = temporaryFiles({ config: kubeconfig(user, cluster) });
    const access = readKubeconfig(files.path('config'), systemClock);
    await expect(access).rejects.toThrow(message);
    await expect(access).rejects.toMatchObject({ name: 'KubernetesError' });
  });

  it('without the context that it names is refused', async () => {
    const text = kubeconfig('token: t').replace('current-context: test', 'current-context: prod');
    using files = temporaryFiles({ config: text, 'ca.crt': 'CA' });
    await expect(readKubeconfig(files.path('config'), systemClock)).rejects.toThrow(
      `${files.path('config')}: there is no context 'prod'`,
    );
  });
});
