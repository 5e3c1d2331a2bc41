import { App, Chart } from 'cdk8s';
import { access, find, managed, newChart, objectsOf, withSensor } from './testing/worker-chart.ts';

describe('a worker with access to the API', () => {
  it('may do what its triggers do, and nothing else', () => {
    const chart = newChart();
    withSensor(
      chart,
      {},
      {
        one: access({ apiGroup: 'batch', resource: 'jobs', verbs: ['create'] }),
        two: access({ namespace: 'ci', apiGroup: 'batch', resource: 'jobs', verbs: ['get', 'create'] }),
        far: access({
          namespace: 'prod',
          apiGroup: 'apps',
          resource: 'deployments',
          verbs: ['patch'],
          names: ['shop'],
        }),
        all: access({ namespace: '*', apiGroup: '', resource: 'nodes', verbs: ['get'] }),
      },
    );
    const rights = objectsOf(chart)
      .filter(({ kind }) => /Role/.test(kind))
      .map(({ kind, metadata: { name, namespace }, rules, roleRef, subjects }) => ({
        of: [kind, namespace, name],
        ...(rules && { rules }),
        ...(roleRef && { roleRef: [roleRef.kind, roleRef.name], subjects }),
      }));
    const subjects = [{ kind: 'ServiceAccount', name: 'main-worker', namespace: 'ci' }];
    expect(rights).toStrictEqual([
      {
        of: ['Role', 'ci', 'main-worker'],
        rules: [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'get'] }],
      },
      { of: ['RoleBinding', 'ci', 'main-worker'], roleRef: ['Role', 'main-worker'], subjects },
      {
        of: ['Role', 'prod', 'ci-main-worker'],
        rules: [{ apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['shop'], verbs: ['patch'] }],
      },
      { of: ['RoleBinding', 'prod', 'ci-main-worker'], roleRef: ['Role', 'ci-main-worker'], subjects },
      {
        of: ['ClusterRole', undefined, 'ci-main-worker'],
        rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
      },
      {
        of: ['ClusterRoleBinding', undefined, 'ci-main-worker'],
        roleRef: ['ClusterRole', 'ci-main-worker'],
        subjects,
      },
    ]);
    expect(find(chart, 'Deployment').spec.template.spec.automountServiceAccountToken).toBe(true);
    expect(find(chart, 'ServiceAccount').automountServiceAccountToken).toBe(false);
  });

  it('is refused in a chart without a namespace, which a binding must name', () => {
    const jobs = access({ apiGroup: 'batch', resource: 'jobs', verbs: ['create'] });
    const chart = new Chart(new App(), 'ci');
    expect(() => withSensor(chart, {}, { jobs })).toThrow(
      'ci/main: it is given rights, and a RoleBinding names the namespace of whom it gives them to; give its chart a namespace',
    );
  });
});

it('the keeper of a bus in the cluster may read its documents, and write its Secret', () => {
  const chart = newChart();
  withSensor(chart, { bus: managed });
  expect(find(chart, 'Role', 'main-worker-keeper').rules).toStrictEqual([
    { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['main-worker-bus'], verbs: ['get', 'patch', 'update'] },
  ]);
  expect(find(chart, 'RoleBinding', 'main-worker-keeper').subjects).toStrictEqual([
    { kind: 'ServiceAccount', name: 'bus-keeper', namespace: 'messaging' },
  ]);
});
