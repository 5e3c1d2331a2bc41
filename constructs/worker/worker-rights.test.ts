import { App, Chart } from 'cdk8s';
import { JetStreamEventBus } from '../event-bus/jetstream.ts';
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
        of: ['Role', 'prod', 'ci.main-worker.prod'],
        rules: [{ apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['shop'], verbs: ['patch'] }],
      },
      { of: ['RoleBinding', 'prod', 'ci.main-worker.prod'], roleRef: ['Role', 'ci.main-worker.prod'], subjects },
      {
        of: ['ClusterRole', undefined, 'ci.main-worker'],
        rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
      },
      {
        of: ['ClusterRoleBinding', undefined, 'ci.main-worker'],
        roleRef: ['ClusterRole', 'ci.main-worker'],
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

it('the keeper of a bus in the cluster may read its documents, and fill in its Secret', () => {
  const chart = newChart();
  withSensor(chart, { bus: managed });
  expect(find(chart, 'Secret', 'main-worker-bus')).toStrictEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'main-worker-bus',
      namespace: 'ci',
      labels: {
        'app.kubernetes.io/part-of': 'eventwright',
        'app.kubernetes.io/managed-by': 'eventwright-keeper',
        'eventwright.dev/bus': 'bus',
        'eventwright.dev/bus-namespace': 'messaging',
      },
    },
    type: 'Opaque',
  });
  expect(find(chart, 'Role', 'main-worker.keeper').rules).toStrictEqual([
    { apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'watch'] },
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['main-worker-bus'], verbs: ['get', 'patch'] },
  ]);
  expect(find(chart, 'RoleBinding', 'main-worker.keeper').subjects).toStrictEqual([
    { kind: 'ServiceAccount', name: 'bus-keeper', namespace: 'messaging' },
  ]);
});

it('no two Roles have one name, nor one file, however workers, keepers and namespaces are called', () => {
  const app = new App();
  const far = (...namespaces: readonly string[]) =>
    access(...namespaces.map((namespace) => ({ namespace, apiGroup: '', resource: 'pods', verbs: ['get'] })), {
      namespace: '*',
      apiGroup: '',
      resource: 'nodes',
      verbs: ['get'],
    });
  const charts = ['ci', 'prod', 'team', 'team-a'].map((namespace) => new Chart(app, namespace, { namespace }));
  const [ci, prod, team, teamA] = charts as [Chart, Chart, Chart, Chart];
  const own = new JetStreamEventBus(ci, 'main-worker', { version: '2.15.2', ephemeral: true });
  withSensor(ci, { bus: own }, { far: far('prod', 'stage') });
  withSensor(prod, { id: 'ci-main' }, { far: far('prod') });
  withSensor(teamA, {}, { far: far('team') });
  withSensor(team, { id: 'a-main' }, { far: far('team') });
  const roles = charts
    .flatMap(objectsOf)
    .filter(({ kind }) => /Role$/.test(kind))
    .map(({ kind, metadata: { namespace = '*', name } }) => ({ namespace, file: `${kind}.${name}` }));
  expect(roles.map(({ namespace, file }) => `${namespace}: ${file}`).sort()).toMatchInlineSnapshot(`
[
  "*: ClusterRole.ci.main-worker",
  "*: ClusterRole.prod.ci-main-worker",
  "*: ClusterRole.team-a.main-worker",
  "*: ClusterRole.team.a-main-worker",
  "ci: Role.main-worker-keeper",
  "ci: Role.main-worker.keeper",
  "prod: Role.ci-main-worker",
  "prod: Role.ci.main-worker.prod",
  "stage: Role.ci.main-worker.stage",
  "team: Role.a-main-worker",
  "team: Role.team-a.main-worker.team",
]
`);
  expect(new Set(roles.map(({ file }) => file)).size).toBe(roles.length);
});
