import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { App, Chart, Testing } from 'cdk8s';
import { CalendarEventSource, JetStreamEventBus, Worker } from 'eventwright';
import { RuntimeProcess } from '../../bench/support/runtime-process.ts';
import { jetStreamIssuing } from '../../runtime/event-bus/jetstream/issuing/issuing.ts';
import { startNatsServer } from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { freePorts } from '../../runtime/support/testing/free-ports.ts';
import { temporaryFiles } from '../../runtime/support/testing/temporary-files.ts';
import { until } from '../../runtime/support/testing/until.ts';
import { createApiClient, type KubernetesObject } from './api-client.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

let kubernetes: ControlPlane;
beforeAll(async () => {
  kubernetes = await startControlPlane();
}, 60_000);
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
});

interface Namespaces {
  readonly ops: string;
  readonly ci: string;
  readonly shop: string;
}

interface Program {
  readonly namespaces: Namespaces;
  /** Where the servers are in this test. */
  readonly server: string;
  readonly sources: readonly string[];
}

interface Manifest extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** A bus in `ops` with a worker in `ci`, but for its pods; its keeper is to look after `shop` too, and may not. */
function synthesize({ namespaces, server, sources }: Program): readonly Manifest[] {
  const app = new App();
  const ops = new Chart(app, 'ops', { namespace: namespaces.ops });
  const ci = new Chart(app, 'ci', { namespace: namespaces.ci });
  const bus = new JetStreamEventBus(ops, 'bus', {
    version: '2.15.2',
    replicas: 1,
    ephemeral: true,
    quotas: { events: '64Mi', journals: '64Mi' },
    allowNamespaces: [namespaces.ci, namespaces.shop],
  });
  const worker = new Worker(ci, 'main', { bus });
  for (const source of sources)
    new CalendarEventSource(ci, source, { bus, worker, events: { tick: { interval: '10s' } } });
  const text = JSON.stringify([...Testing.synth(ops), ...Testing.synth(ci)]);
  const objects: readonly Manifest[] = JSON.parse(text.replaceAll(/tls:\/\/bus-nats-0[^"\\]*/g, server));
  return objects.filter(({ kind }) => ['Secret', 'ConfigMap', 'ServiceAccount', 'Role', 'RoleBinding'].includes(kind));
}

it('with exactly its Roles a keeper fills in every Secret, creates none, and follows what is declared', async () => {
  const [ops = '', ci = '', shop = ''] = await Promise.all(
    ['ops', 'ci', 'shop'].map((prefix) => kubernetes.createNamespace({ prefix })),
  );
  const namespaces = { ops, ci, shop };
  const [port = 0, operationsPort = 0] = await freePorts(2);
  const server = `tls://127.0.0.1:${port}`;
  const applied = synthesize({ namespaces, server, sources: ['a'] });
  await kubernetes.apply(applied);
  const ofA = applied.find(({ metadata }) => metadata.name === 'a-event-source') as Manifest;
  const broken = { ...ofA.metadata, name: 'broken' };
  await kubernetes.apply([{ ...ofA, metadata: broken, data: { 'event-source.json': '{' } }]);

  const ofKeeper = applied.find(({ metadata }) => metadata.name === 'bus-keeper' && metadata.namespace === ops);
  using files = temporaryFiles({ 'keeper.json': ofKeeper?.data?.['keeper.json'] ?? '' });
  using access = temporaryFiles({ kubeconfig: await toKubeconfig(ops) });
  await using runtime = new RuntimeProcess(['keeper', '--config', files.path('')], {
    POD_NAMESPACE: ops,
    EVENTWRIGHT_DOCUMENTS: 'cluster',
    EVENTWRIGHT_KUBECONFIG: access.path('kubeconfig'),
    OPERATIONS_PORT: `${operationsPort}`,
  });

  const read = async (namespace: string, name: string) => {
    const found = await kubernetes.read<Manifest>({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } });
    return (key: string) => Buffer.from(found.data?.[key] ?? '', 'base64').toString();
  };
  const secrets = applied.filter(({ kind }) => kind === 'Secret');
  const stored = () => Promise.all(secrets.map((secret) => kubernetes.read<Manifest>(secret)));
  await until(async () => (await stored()).every(({ data }) => data), 100);
  const held = (await stored()).map(({ metadata: { name }, data }) => [name, Object.keys(data ?? {}).join(' ')]);
  expect(Object.fromEntries(held)).toStrictEqual({
    'bus-nats-ca': 'ca.crt ca.key',
    'bus-nats-tls': 'ca.crt tls.crt tls.key',
    'bus-nats-users': 'auth.conf users.state',
    'bus-keeper-bus': 'ca.crt nkey.seed',
    'bus-operator-bus': 'ca.crt nkey.seed',
    'main-worker-bus': 'ca.crt nkey.seed',
  });
  const readiness = async () => (await fetch(`http://127.0.0.1:${operationsPort}/readyz`)).text();
  await until(async () => (await readiness()).includes(`waits for the event bus: ${server}`), 100);

  const tls = await read(ops, 'bus-nats-tls');
  const users = () => read(ops, 'bus-nats-users').then((key) => key('auth.conf'));
  for (const file of ['tls.crt', 'tls.key', 'ca.crt']) files.write(file, tls(file));
  files.write('auth.conf', await users());
  expect(await users()).toContain(`ew.e.${ci}.a.tick.*`);
  const path = (file: string) => JSON.stringify(files.path(file));
  const config = `tls { cert_file: ${path('tls.crt')}, key_file: ${path('tls.key')}, ca_file: ${path('ca.crt')} }
include "../${files.path('auth.conf').split('/').slice(-2).join('/')}"`;
  await using nats = await startNatsServer({ config, port });
  await runtime.until('keeper started');
  const worker = await read(ci, 'main-worker-bus');
  const shown = { credential: worker('nkey.seed'), ca: worker('ca.crt') };
  const bus = { kind: 'jetstream', name: 'bus', servers: [server], tls: { ca: { name: 'x', key: 'y' } } } as const;
  expect(await jetStreamIssuing.probe(bus, shown)).toBe('accepted');

  const said = (part: string) => until(() => JSON.stringify(runtime.lines).includes(part), 100);
  await said(`ConfigMap ${ci}/broken: event-source.json: it is not JSON`);
  await said(`the ConfigMaps of '${shop}' cannot be listed`);
  const before = await stored();
  const again = synthesize({ namespaces, server, sources: ['a', 'b'] });
  using manifests = temporaryFiles({ 'all.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: secrets }) });
  await kubernetes.kubectl('apply', '-f', manifests.path('all.json'));
  await kubernetes.apply(again);
  await until(async () => (await users()).includes(`ew.e.${ci}.b.tick.*`), 100);
  const kept = (objects: readonly Manifest[]) =>
    objects.filter(({ metadata }) => metadata.name !== 'bus-nats-users').map(({ data }) => data);
  expect(kept(await stored())).toStrictEqual(kept(before));
  files.write('auth.conf', await users());
  nats.signal('SIGHUP');
  expect(JSON.stringify(runtime.lines)).not.toContain(shown.credential);
}, 120_000);

it('who has the token of a keeper becomes nobody else by it', async () => {
  const [ops = '', ci = '', shop = ''] = await Promise.all(
    ['ops', 'ci', 'shop'].map((prefix) => kubernetes.createNamespace({ prefix })),
  );
  await kubernetes.apply(synthesize({ namespaces: { ops, ci, shop }, server: 'tls://127.0.0.1:1', sources: ['a'] }));
  const token = await kubernetes.serviceAccountToken(ops, 'bus-keeper');
  await using thief = createApiClient({ url: kubernetes.url, ca: kubernetes.ca, token });
  const type = 'kubernetes.io/service-account-token';
  const annotations = { 'kubernetes.io/service-account.name': 'default' };
  for (const [namespace, name] of [
    [ops, 'bus-nats-ca'],
    [ci, 'main-worker-bus'],
  ] as const) {
    const secrets = `/api/v1/namespaces/${namespace}/secrets`;
    await kubernetes.api.request('DELETE', `${secrets}/${name}`);
    const body = { apiVersion: 'v1', kind: 'Secret', metadata: { name, annotations }, type };
    await expect(thief.request('POST', secrets, { body })).rejects.toMatchObject({ status: 403 });
    // what is applied and is not there is created
    const path = `${secrets}/${name}?fieldManager=thief`;
    await expect(thief.request('PATCH', path, { body, as: 'apply' })).rejects.toMatchObject({ status: 403 });
    await kubernetes.api.request('POST', secrets, { body: { ...body, metadata: { name }, type: 'Opaque' } });
    const change = { type, metadata: { annotations } };
    await expect(thief.request('PATCH', `${secrets}/${name}`, { body: change, as: 'merge' })).rejects.toMatchObject({
      status: 422,
    });
    await expect(thief.get(secrets)).rejects.toMatchObject({ status: 403 });
    await expect(thief.get(`${secrets}/other`)).rejects.toMatchObject({ status: 403 });
  }
});

async function toKubeconfig(namespace: string): Promise<string> {
  const token = await kubernetes.serviceAccountToken(namespace, 'bus-keeper');
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
