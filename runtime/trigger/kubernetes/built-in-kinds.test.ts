import { builtInKinds } from '../../../model/trigger/kubernetes/object-schema.ts';
import { resourceOf } from '../../../model/trigger/kubernetes/resource-of.ts';
import { startControlPlane } from '../../../test/cluster/control-plane.ts';
import { connectKubernetes } from '../../support/kubernetes/connect.ts';
import { fixed } from './testing/open-kubernetes.ts';

it('every kind that the API server has is where we look for it', async () => {
  await using cluster = await startControlPlane();
  const tls = { ca: cluster.ca };
  const access = { server: cluster.url, namespace: 'default', tls, token: fixed(cluster.adminToken) };
  await using client = await connectKubernetes({ access });
  const found = await Promise.all(
    builtInKinds().map(async (kind) => {
      const { name, namespaced } = await client.resource(kind).catch(() => ({ name: 'gone', namespaced: false }));
      return [kind, name === 'gone' ? name : { resource: name, scope: namespaced ? 'Namespaced' : 'Cluster' }] as const;
    }),
  );
  const there = found.filter(([, resource]) => resource !== 'gone');
  expect(there.length).toBeGreaterThan(40);
  expect(there).toStrictEqual(there.map(([kind]) => [kind, resourceOf(kind)]));
});
