import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RuntimeProcess } from '../../bench/support/runtime-process.ts';
import { toKeeperSecrets } from '../../model/keeper/issued-secrets.ts';
import { jetStreamIssuing } from '../../runtime/event-bus/jetstream/issuing/issuing.ts';
import { startNatsServer } from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { freePorts } from '../../runtime/support/testing/free-ports.ts';
import { temporaryFiles } from '../../runtime/support/testing/temporary-files.ts';
import { until } from '../../runtime/support/testing/until.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

let kubernetes: ControlPlane;
beforeAll(async () => {
  kubernetes = await startControlPlane();
}, 60_000);
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
});

const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0' };
const rbac = 'rbac.authorization.k8s.io';

/** What a Worker and its bus bring: the keeper reads documents there, and writes one Secret. */
const toRole = (namespace: string, rules: readonly object[], subject: string) => [
  { apiVersion: `${rbac}/v1`, kind: 'Role', metadata: { name: 'keeper', namespace }, rules },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'keeper', namespace },
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'keeper' },
    subjects: [{ kind: 'ServiceAccount', name: 'keeper', namespace: subject }],
  },
];
const core = (resources: string, verbs: readonly string[], resourceNames?: readonly string[]) => ({
  apiGroups: [''],
  resources: [resources],
  verbs,
  ...(resourceNames && { resourceNames }),
});
const configMaps = core('configmaps', ['get', 'list', 'watch']);
const some = ['get', 'update', 'patch'];

function toDocument(name: string, bus: unknown, text?: string) {
  const document = {
    ...head,
    kind: 'EventSource',
    bus,
    metadata: { name, worker: 'main' },
    spec: { kind: 'calendar', events: { tick: { interval: '10s', catchUp: { ticks: 'none', maxAge: '1h' } } } },
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `${name}-event-source`,
      labels: { 'eventwright.dev/document': 'event-source', 'eventwright.dev/bus': 'bus' },
    },
    data: { 'event-source.json': text ?? JSON.stringify(document) },
  };
}

it('in an empty namespace a keeper makes every Secret with exactly its Role, and follows what is declared', async () => {
  const [ops, ci, shop] = await Promise.all(
    ['ops', 'ci', 'shop'].map((prefix) => kubernetes.createNamespace({ prefix })),
  );
  if (!ops || !ci || !shop) throw new Error('no namespaces');
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'keeper', namespace: ops } };
  const own = toKeeperSecrets({ bus: 'bus', keeper: 'keeper' });
  await kubernetes.apply([
    account,
    ...toRole(
      ops,
      [configMaps, core('secrets', ['create']), core('secrets', some, own), core('pods', ['patch'], ['bus-nats-0'])],
      ops,
    ),
    ...toRole(ci, [configMaps, core('secrets', ['create']), core('secrets', some, ['main-worker-bus'])], ops),
  ]);
  const [port, operationsPort] = await freePorts(2);
  const bus = {
    kind: 'jetstream',
    name: 'bus',
    servers: [`tls://127.0.0.1:${port}`],
    auth: { method: 'nkey', seed: { name: 'keeper-keeper-bus', key: 'nkey.seed' } },
    tls: { ca: { name: 'keeper-keeper-bus', key: 'ca.crt' } },
  };
  const servers = {
    pods: ['bus-nats-0'],
    hosts: ['*.bus-nats-headless'],
    certificates: { issuer: 'keeper', lifetime: '90d' },
  };
  const keeper = {
    ...head,
    kind: 'Keeper',
    bus,
    metadata: { name: 'keeper' },
    spec: { replicas: 1, quotas: { events: '64Mi', journals: '64Mi' }, namespaces: [ci, shop], servers },
  };
  const place = (object: ReturnType<typeof toDocument>) => ({
    ...object,
    metadata: { ...object.metadata, namespace: ci },
  });
  await kubernetes.apply([
    place(toDocument('a', { kind: 'jetstream', name: 'bus', servers: bus.servers })),
    place(toDocument('broken', bus, '{')),
  ]);
  using files = temporaryFiles({ 'keeper.json': JSON.stringify(keeper) });
  using access = temporaryFiles({ kubeconfig: await toKubeconfig(ops) });
  await using runtime = new RuntimeProcess(['keeper', '--config', files.path('')], {
    POD_NAMESPACE: ops,
    EVENTWRIGHT_DOCUMENTS: 'cluster',
    EVENTWRIGHT_KUBECONFIG: access.path('kubeconfig'),
    OPERATIONS_PORT: `${operationsPort}`,
  });

  const secret = async (namespace: string, name: string) => {
    const { data } = await kubernetes.read<{ readonly data: Readonly<Record<string, string>> }>({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
    } as never);
    return (key: string) => Buffer.from(data[key] ?? '', 'base64').toString();
  };
  const has = (namespace: string, name: string) =>
    secret(namespace, name).then(
      () => true,
      () => false,
    );
  await until(
    async () => (await Promise.all([...own.map((name) => has(ops, name)), has(ci, 'main-worker-bus')])).every(Boolean),
    100,
  );
  const readiness = async () => (await fetch(`http://127.0.0.1:${operationsPort}/readyz`)).text();
  await until(async () => (await readiness()).includes(`waits for the event bus: tls://127.0.0.1:${port}`), 100);

  const [tls, users] = [await secret(ops, 'bus-nats-tls'), await secret(ops, 'bus-nats-users')];
  const write = async () => {
    const now = await secret(ops, 'bus-nats-users');
    files.write('auth.conf', now('auth.conf'));
  };
  for (const file of ['tls.crt', 'tls.key', 'ca.crt']) files.write(file, tls(file));
  await write();
  expect(users('auth.conf')).toContain(`ew.e.${ci}.a.tick.*`);
  const path = (file: string) => JSON.stringify(files.path(file));
  const config = `tls { cert_file: ${path('tls.crt')}, key_file: ${path('tls.key')}, ca_file: ${path('ca.crt')} }
include "../${files.path('auth.conf').split('/').slice(-2).join('/')}"`;
  await using server = await startNatsServer({ config, port: port as number });
  await runtime.until('keeper started');
  const worker = await secret(ci, 'main-worker-bus');
  const shown = { credential: worker('nkey.seed'), ca: worker('ca.crt') };
  const spec = { kind: 'jetstream', name: 'bus', servers: bus.servers, tls: { ca: { name: 'x', key: 'y' } } } as const;
  expect(await jetStreamIssuing.probe(spec, shown)).toBe('accepted');

  const said = (part: string) => until(() => JSON.stringify(runtime.lines).includes(part), 100);
  await said(`ConfigMap ${ci}/broken-event-source: event-source.json: it is not JSON`);
  await said(`the ConfigMaps of '${shop}' cannot be listed`);
  await kubernetes.apply([place(toDocument('b', { kind: 'jetstream', name: 'bus', servers: bus.servers }))]);
  await until(async () => (await secret(ops, 'bus-nats-users'))('auth.conf').includes(`ew.e.${ci}.b.tick.*`), 100);
  await write();
  server.signal('SIGHUP');
  expect(JSON.stringify(runtime.lines)).not.toContain(shown.credential);
}, 120_000);

async function toKubeconfig(namespace: string): Promise<string> {
  const token = await kubernetes.serviceAccountToken(namespace, 'keeper');
  const cluster = {
    server: kubernetes.url,
    'certificate-authority-data': Buffer.from(kubernetes.ca).toString('base64'),
  };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'keeper',
    contexts: [{ name: 'keeper', context: { cluster: 'test', user: 'keeper', namespace } }],
    clusters: [{ name: 'test', cluster }],
    users: [{ name: 'keeper', user: { token } }],
  });
}
