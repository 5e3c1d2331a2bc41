import { dirname } from 'node:path';
import { systemClock } from '../clock.ts';
import { temporaryFiles } from '../testing/temporary-files.ts';
import { findInClusterAccess } from './in-cluster-access.ts';

const files = { token: 't0ken\n', 'ca.crt': 'CA\n', namespace: 'ci' };

describe('the ServiceAccount of a pod', () => {
  it.each([
    ['10.96.0.1', 'https://10.96.0.1:443'],
    ['fd00::1', 'https://[fd00::1]:443'],
  ])('at %s says where the server is and who asks', async (host, server) => {
    using mounted = temporaryFiles(files);
    const env = { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: '443' };
    const access = await findInClusterAccess(env, systemClock, dirname(mounted.path('token')));
    expect({ ...access, token: await access?.token?.read() }).toStrictEqual({
      server,
      namespace: 'ci',
      tls: { ca: 'CA' },
      token: 't0ken',
    });
  });

  it('is none outside a cluster', async () => {
    expect(await findInClusterAccess({}, systemClock)).toBeUndefined();
  });

  it('without a token says what the pod lacks', async () => {
    using mounted = temporaryFiles({});
    const folder = dirname(mounted.path('token'));
    await expect(findInClusterAccess({ KUBERNETES_SERVICE_HOST: '10.96.0.1' }, systemClock, folder)).rejects.toThrow(
      `${folder}: there is no ServiceAccount token; set automountServiceAccountToken on the pod`,
    );
  });
});
