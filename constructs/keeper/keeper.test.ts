import { App, Chart, Testing } from 'cdk8s';
import { parseDocument } from '../../model/document/parse-document.ts';
import { natsUser } from '../../model/event-bus/jetstream-auth.ts';
import { JetStreamEventBus, type JetStreamEventBusProps } from '../event-bus/jetstream.ts';
import { Worker } from '../worker/worker.ts';
import { Keeper, type KeeperProps } from './keeper.ts';

const bus = JetStreamEventBus.fromConfig({ name: 'main', servers: ['nats://nats.messaging:4222'] });

function synthesize(props: Omit<KeeperProps, 'bus'> = {}) {
  const chart = new Chart(Testing.app(), 'messaging', { namespace: 'messaging' });
  new Keeper(chart, 'keeper', { bus, ...props });
  return Testing.synth(chart);
}

it('a keeper is a ConfigMap with its document, every default resolved', () => {
  const configMap = synthesize({ quotas: { events: '20Gi' } }).find(({ kind }) => kind === 'ConfigMap');
  expect(configMap.metadata.name).toBe('keeper-keeper');
  expect(configMap.metadata.labels['eventwright.dev/document']).toBe('keeper');
  const document = parseDocument(configMap.data['keeper.json'], 'keeper.json');
  expect(document).toStrictEqual({
    apiVersion: 'eventwright.dev/v1',
    minRuntime: '0.1.0',
    kind: 'Keeper',
    metadata: { name: 'keeper', namespace: 'messaging' },
    bus: bus.config,
    spec: {
      replicas: 3,
      quotas: {
        events: '20Gi',
        journals: '2Gi',
        notes: '64Mi',
        members: '16Mi',
        deadLetters: '1Gi',
        outcomes: '256Mi',
      },
      grace: '7d',
    },
  });
});

it('an option that is wrong is refused with its path', () => {
  expect(() => synthesize({ replicas: 2 as 3 })).toThrow(
    'messaging/keeper: replicas 2 is no number of replicas; use 1, 3 or 5',
  );
  expect(() => synthesize({ quotas: { events: '8 GB' as '8G' } })).toThrow("messaging/keeper: quotas.events '8 GB' is");
  expect(() => synthesize({ quotas: { events: '0Gi' } })).toThrow(
    "messaging/keeper: quotas.events '0Gi' is room for nothing; write, for example, '8Gi'",
  );
  for (const option of ['grace', 'history'])
    expect(() => synthesize({ [option]: '0s' })).toThrow(
      `messaging/keeper: ${option} '0s' is too short: it is a minute at least; write, for example, '1m' or '7d'`,
    );
  expect(() => synthesize({ namespaces: ['Team A'] })).toThrow("messaging/keeper: namespaces: 'Team A' cannot name");
});

it('a keeper without a bus is refused', () => {
  const chart = new Chart(new App(), 'messaging', { namespace: 'messaging' });
  expect(() => new Keeper(chart, 'keeper', {} as KeeperProps)).toThrow(
    'messaging/keeper: it has no bus; say which one it keeps',
  );
});

it('Prometheus is told of a keeper, where that is wanted', () => {
  const monitors = synthesize({ podMonitor: true }).filter(({ kind }) => kind === 'PodMonitor');
  expect(monitors.map(({ metadata, spec }) => [metadata.name, spec])).toStrictEqual([
    [
      'keeper-keeper',
      {
        selector: {
          matchLabels: { 'app.kubernetes.io/name': 'eventwright-keeper', 'app.kubernetes.io/instance': 'keeper' },
        },
        podMetricsEndpoints: [{ port: 'operations', path: '/metrics' }],
      },
    ],
  ]);
});

it('a second keeper of a bus is refused, and named', () => {
  const chart = new Chart(Testing.app(), 'messaging', { namespace: 'messaging' });
  new Keeper(chart, 'keeper', { bus });
  expect(() => new Keeper(chart, 'other', { bus })).toThrow(
    "messaging/other: messaging/keeper keeps event bus 'main' already; remove one of them",
  );
});

it('the objects of a keeper have the names of the contract, and each its kind once', () => {
  const made = synthesize({ namespaces: ['messaging', 'ci'] });
  expect(made.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toStrictEqual([
    'ConfigMap messaging/keeper-keeper',
    'ServiceAccount messaging/keeper-keeper',
    'Deployment messaging/keeper-keeper',
    'NetworkPolicy messaging/keeper-keeper',
    'Role messaging/keeper-keeper',
    'RoleBinding messaging/keeper-keeper',
    'Role ci/messaging.keeper-keeper.ci',
    'RoleBinding ci/messaging.keeper-keeper.ci',
  ]);
  const documents = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'watch'] }];
  expect(made.filter(({ kind }) => kind === 'Role').map(({ rules }) => rules)).toStrictEqual([documents, documents]);
});

it('a keeper is one pod that ends before the next begins, with a token', () => {
  const { spec } = synthesize().find(({ kind }) => kind === 'Deployment');
  expect([spec.replicas, spec.strategy]).toStrictEqual([1, { type: 'Recreate' }]);
  const pod = spec.template.spec;
  expect(pod.automountServiceAccountToken).toBe(true);
  expect(pod.containers.map(({ name, args }: { name: string; args: string[] }) => [name, args])).toStrictEqual([
    ['keeper', ['keeper']],
  ]);
  expect(pod.containers[0].env).toContainEqual({ name: 'EVENTWRIGHT_DOCUMENTS', value: 'cluster' });
});

/** Its objects, beside those of the servers. */
function managed(props: Partial<JetStreamEventBusProps> = {}) {
  const chart = new Chart(new App(), 'messaging', { namespace: 'messaging' });
  new JetStreamEventBus(chart, 'main', { version: '2.15.2', ephemeral: true, ...props });
  return Testing.synth(chart).filter(({ kind, metadata: { name } }) => kind === 'Secret' || name === 'main-keeper');
}

it('a keeper that makes the credentials of servers may fill in theirs and its own, and starts before there are any', () => {
  const made = managed();
  expect(made.find(({ kind }) => kind === 'Role').rules).toStrictEqual([
    { apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'watch'] },
    {
      apiGroups: [''],
      resources: ['pods'],
      resourceNames: ['main-nats-0', 'main-nats-1', 'main-nats-2'],
      verbs: ['patch'],
    },
    {
      apiGroups: [''],
      resources: ['secrets'],
      resourceNames: ['main-keeper-bus', 'main-nats-ca', 'main-nats-tls', 'main-nats-users', 'main-operator-bus'],
      verbs: ['get', 'patch'],
    },
  ]);
  expect(made.find(({ kind }) => kind === 'Deployment').spec.template.spec.volumes[1].projected.sources).toStrictEqual([
    {
      secret: {
        name: 'main-keeper-bus',
        items: [
          { key: 'ca.crt', path: 'main-keeper-bus/ca.crt' },
          { key: 'nkey.seed', path: 'main-keeper-bus/nkey.seed' },
        ],
        optional: true,
      },
    },
  ]);
});

it('the Secrets that a keeper fills in are applied empty, and those of the servers stay', () => {
  const labels = {
    'app.kubernetes.io/part-of': 'eventwright',
    'app.kubernetes.io/managed-by': 'eventwright-keeper',
    'eventwright.dev/bus': 'main',
    'eventwright.dev/bus-namespace': 'messaging',
  };
  const toSecret = (name: string, annotations?: object) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'messaging', labels, ...(annotations && { annotations }) },
    type: 'Opaque',
  });
  const guard = {
    'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  };
  expect(managed().filter(({ kind }) => kind === 'Secret')).toStrictEqual([
    ...['main-nats-ca', 'main-nats-tls', 'main-nats-users'].map((name) => toSecret(name, guard)),
    ...['main-keeper-bus', 'main-operator-bus'].map((name) => toSecret(name)),
  ]);
});

const ownTls = { tls: { issuer: 'secret', secret: 'own-tls' } } as const;
const password = { name: 'nats', key: 'password' };
const ownUsers = { auth: { secret: 'own-users', client: natsUser({ user: 'all', password }) } };

it.each([
  ['certificates of your own', ownTls, ['main-nats-users', 'main-keeper-bus', 'main-operator-bus']],
  ['users of your own', ownUsers, ['main-nats-ca', 'main-nats-tls', 'main-keeper-bus']],
  ['both', { ...ownTls, ...ownUsers }, ['main-keeper-bus']],
] as const)('with %s, there are no Secrets but those that are needed, nor rights to others', (_, own, names) => {
  const made = managed(own);
  expect(made.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => metadata.name)).toStrictEqual(names);
  const rules: { resources: string[]; resourceNames: string[]; verbs: string[] }[] = made.find(
    ({ kind }) => kind === 'Role',
  ).rules;
  const secrets = rules.filter(({ resources }) => resources[0] === 'secrets');
  expect(secrets.map(({ resourceNames, verbs }) => [verbs.join(' '), resourceNames])).toStrictEqual([
    ['get patch', [...names].sort()],
    ...('tls' in own ? [['get', ['own-tls']]] : []),
  ]);
});

it('a second keeper of a name is refused, for its objects would be those of the first', () => {
  const chart = new Chart(Testing.app(), 'messaging', { namespace: 'messaging' });
  const other = JetStreamEventBus.fromConfig({ name: 'audit', servers: ['nats://audit.messaging:4222'] });
  new Keeper(chart, 'keeper', { bus });
  const near = new Chart(chart, 'near', { namespace: 'messaging' });
  expect(() => new Keeper(near, 'keeper', { bus: other })).toThrow(
    "messaging/near/keeper: messaging/keeper is a keeper 'keeper' of this namespace already; rename one of them",
  );
});

it('a worker in the place that a keeper has on its bus is refused', () => {
  const chart = new Chart(Testing.app(), 'messaging', { namespace: 'messaging' });
  new Worker(chart, 'main-keeper', { bus });
  expect(() => new Keeper(chart, 'main', { bus })).toThrow(
    "messaging/main: messaging/main-keeper is a worker 'main-keeper', as the keeper is on its bus; rename one of them",
  );
});

it('a keeper in a chart without a namespace is refused', () => {
  expect(() => new Keeper(new Chart(new App(), 'messaging'), 'keeper', { bus })).toThrow(
    'messaging/keeper: it is given rights, and a RoleBinding names the namespace of whom it gives them to; give its chart a namespace',
  );
});
