import { type ControlPlane, startControlPlane } from '../../../test/cluster/control-plane.ts';
import type { KubernetesAccess } from '../../support/kubernetes/access.ts';
import { createTokenFile } from '../../support/kubernetes/token-file.ts';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import { temporaryFiles } from '../../support/testing/temporary-files.ts';
import { until } from '../../support/testing/until.ts';
import { startApiProxy } from './testing/api-proxy.ts';
import { accessTo, fixed, openKubernetes } from './testing/open-kubernetes.ts';

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startControlPlane();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const access = () => accessTo(cluster);
const read = ({ namespace }: KubernetesAccess, name: string) =>
  cluster.read({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } });

describe('create', () => {
  it('names the object after the execution, and says on it whose it is', async () => {
    const to = await access();
    await using trigger = await openKubernetes(to, { operation: 'create' });
    const template = { metadata: { labels: { app: 'a' }, annotations: { note: 'b' } }, data: { sha: '1' } };
    expect(await trigger.send(template)).toStrictEqual({ kind: 'done', detail: "ConfigMap 'announce-abc' created" });
    expect(await read(to, 'announce-abc')).toMatchObject({
      metadata: {
        labels: { app: 'a', 'app.kubernetes.io/managed-by': 'eventwright' },
        annotations: {
          note: 'b',
          'eventwright.dev/sensor': 'deploy',
          'eventwright.dev/trigger': 'announce',
          'eventwright.dev/execution': 'abc',
        },
        managedFields: [expect.objectContaining({ manager: 'eventwright:ci/deploy' })],
      },
      data: { sha: '1' },
    });
  });

  it('is done once where the answer was lost', async () => {
    const to = await access();
    await using proxy = await startApiProxy(cluster);
    await using trigger = await openKubernetes({ ...to, server: proxy.origin }, { operation: 'create' });
    proxy.answer = proxy.loseAnswer;
    expect(await trigger.send({ data: { a: '1' } })).toMatchObject({ kind: 'busy' });
    proxy.answer = proxy.forward;
    expect(await trigger.send({ data: { a: '1' } }, { attempt: 2 })).toStrictEqual({
      kind: 'done',
      detail: "ConfigMap 'announce-abc' created before",
    });
  });

  it("never takes another's object for its own", async () => {
    await using trigger = await openKubernetes(await access(), { operation: 'create', name: 'mine' });
    await trigger.send({}, { executionId: 'other' });
    expect(await trigger.send({})).toStrictEqual({
      kind: 'failed',
      reason: "ConfigMap 'mine' exists already, and is not of this execution; choose another name, or use apply",
    });
  });

  it.each([
    [
      { metadata: { generateName: 'a-' } },
      'template: metadata.generateName would create another object at each attempt',
    ],
    [{ metadata: { name: '../secrets/a' } }, "template: '../secrets/a' cannot name an object"],
    [{ metadata: { namespace: 'kube-system' } }, "template: namespace 'kube-system' is none of"],
    [{ kind: 'Secret' }, "template: kind is 'Secret', but the action's is 'ConfigMap'"],
    ['text', 'template: it must be an object of kind ConfigMap'],
  ])('of %j is refused before it is sent', async (template, reason) => {
    const to = await access();
    await using proxy = await startApiProxy(cluster);
    await using trigger = await openKubernetes({ ...to, server: proxy.origin }, { operation: 'create' });
    expect(await trigger.send(template)).toStrictEqual({ kind: 'failed', reason: expect.stringContaining(reason) });
    expect(proxy.received).toStrictEqual([]);
  });

  it('goes to a namespace that the action allows', async () => {
    const [to, other] = [await access(), await access()];
    await using trigger = await openKubernetes(to, { operation: 'create', namespaces: [other.namespace] });
    await trigger.send({ metadata: { namespace: other.namespace } });
    expect(await read(other, 'announce-abc')).toMatchObject({ metadata: { namespace: other.namespace } });
  });

  it('stores nothing in a dry run', async () => {
    const to = await access();
    await using trigger = await openKubernetes(to, { operation: 'create', dryRun: true });
    expect(await trigger.send({})).toMatchObject({ kind: 'done' });
    await expect(read(to, 'announce-abc')).rejects.toThrow('not found');
  });

  it('fails for an object that the API server finds invalid, and names the field', async () => {
    const to = await access();
    await using trigger = await openKubernetes(to, { operation: 'create' });
    expect(await trigger.send({ dat: {} })).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/^the API server answered 400: .*unknown field "dat"/),
    });
    expect(await trigger.send({ data: { 'not a key': '' } })).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/^the API server answered 422: .*data\[not a key\]: Invalid value/),
    });
  });

  it.each([
    [{ metadata: 'a' }, 'template: metadata must be an object, not a value'],
    [{ metadata: { labels: ['a'] } }, 'template: metadata.labels must be an object, not a list'],
    [{ metadata: { annotations: 7 } }, 'template: metadata.annotations must be an object, not a value'],
  ])('of %j is refused, and nothing of it dropped', async (template, reason) => {
    await using trigger = await openKubernetes(await access(), { operation: 'create' });
    expect(await trigger.send(template)).toStrictEqual({ kind: 'failed', reason });
  });

  it('is tried again where the quota is used up', async () => {
    const to = await access();
    const { namespace } = to;
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q', namespace },
      spec: { hard: { configmaps: '0' } },
    };
    await cluster.apply([quota]);
    await using trigger = await openKubernetes(to, { operation: 'create' });
    let sent = 0;
    await until(async () => (await trigger.send({}, { executionId: `early-${sent++}` })).kind !== 'done');
    expect(await trigger.send({})).toMatchObject({ kind: 'retry', reason: expect.stringContaining('quota: q') });
  });
});

it('a token that was replaced is taken up once the old one is refused', async () => {
  const { namespace } = await access();
  using files = temporaryFiles({ token: 'revoked' });
  const clock = new ManualClock();
  const token = createTokenFile(files.path('token'), clock);
  const tls = { ca: cluster.ca };
  await using trigger = await openKubernetes({ server: cluster.url, namespace, tls, token }, { operation: 'create' });
  expect(await trigger.send({})).toMatchObject({ kind: 'retry', reason: expect.stringContaining('401') });
  files.write('token', cluster.adminToken);
  expect(await trigger.send({})).toMatchObject({ kind: 'done' });
});

describe('apply', () => {
  it('creates an object, and takes away what it no longer names', async () => {
    const to = await access();
    await using trigger = await openKubernetes(to, { operation: 'apply', name: 'settings' });
    await trigger.send({ data: { a: '1', b: '2' } });
    await trigger.send({ data: { a: '3' } }, { executionId: 'next' });
    expect(await read(to, 'settings')).toMatchObject({
      metadata: { annotations: { 'eventwright.dev/execution': 'next' } },
      data: { a: '3' },
    });
    expect((await read(to, 'settings')).data).toStrictEqual({ a: '3' });
  });

  it('is tried again where the conflict is none over fields', async () => {
    await using proxy = await startApiProxy(cluster);
    const to = { ...(await access()), server: proxy.origin };
    await using trigger = await openKubernetes(to, { operation: 'apply', name: 'settings' });
    const status = { kind: 'Status', reason: 'Conflict', message: 'the object has been modified' };
    proxy.answer = (response) => response.writeHead(409).end(JSON.stringify(status));
    expect(await trigger.send({})).toStrictEqual({
      kind: 'retry',
      reason: 'the API server answered 409: the object has been modified',
    });
  });

  it('fails where another manager has set a field, unless it is forced', async () => {
    const to = await access();
    const { namespace } = to;
    await cluster.apply([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { a: '1' } },
    ]);
    await using trigger = await openKubernetes(to, { operation: 'apply' });
    const template = { metadata: { name: 'settings' }, data: { a: '2' } };
    expect(await trigger.send(template)).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/conflict with .*\.data\.a; leave these fields out, or set force$/s),
    });
    await using forced = await openKubernetes(to, { operation: 'apply', force: true });
    expect(await forced.send(template)).toMatchObject({ kind: 'done' });
  });
});

describe('update', () => {
  it('replaces an object, and keeps the metadata that it does not name', async () => {
    const to = await access();
    const { namespace } = to;
    const metadata = { name: 'settings', namespace, labels: { team: 'a' } };
    await cluster.apply([{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: '1', b: '2' } }]);
    await using trigger = await openKubernetes(to, { operation: 'update' });
    expect(await trigger.send({ metadata: { name: 'settings' }, data: { a: '3' } })).toMatchObject({ kind: 'done' });
    const updated = await read(to, 'settings');
    expect([updated.data, updated.metadata.labels?.team]).toStrictEqual([{ a: '3' }, 'a']);
  });

  it.each([
    ['fail', { kind: 'failed', reason: "ConfigMap 'new' is absent; set ifAbsent to 'create' to have it created" }],
    ['create', { kind: 'done', detail: "ConfigMap 'new' created" }],
  ])('of an absent object does what ifAbsent says: %s', async (ifAbsent, outcome) => {
    await using trigger = await openKubernetes(await access(), { operation: 'update', ifAbsent });
    expect(await trigger.send({ metadata: { name: 'new' } })).toStrictEqual(outcome);
  });

  it('is tried again where another writer was faster', async () => {
    const to = await access();
    await using proxy = await startApiProxy(cluster);
    await using creator = await openKubernetes(to, { operation: 'create', name: 'settings' });
    await creator.send({});
    await using trigger = await openKubernetes(
      { ...to, server: proxy.origin },
      { operation: 'update', name: 'settings' },
    );
    proxy.answer = async (response, received) => {
      if (received.method === 'PUT') await touch(to);
      await proxy.forward(response, received);
    };
    expect(await trigger.send({})).toMatchObject({ kind: 'retry', reason: expect.stringContaining('409') });
  });

  async function touch({ namespace }: KubernetesAccess) {
    const path = `/api/v1/namespaces/${namespace}/configmaps/settings`;
    await cluster.api.request('PATCH', path, { body: { data: { by: 'other' } }, as: 'merge' });
  }
});

describe('patch', () => {
  it.each([
    ['merge', { data: { a: '2', b: null } }],
    ['strategic', { data: { a: '2', b: null } }],
    [
      'json',
      [
        { op: 'replace', path: '/data/a', value: '2' },
        { op: 'remove', path: '/data/b' },
      ],
    ],
  ])('of type %s changes a part', async (patchType, patch) => {
    const to = await access();
    await using creator = await openKubernetes(to, { operation: 'create', name: 'settings' });
    await creator.send({ data: { a: '1', b: '1', c: '1' } });
    await using trigger = await openKubernetes(to, { operation: 'patch', patchType });
    expect(await trigger.send({ name: 'settings', patch })).toStrictEqual({
      kind: 'done',
      detail: "ConfigMap 'settings' patched",
    });
    expect((await read(to, 'settings')).data).toStrictEqual({ a: '2', c: '1' });
  });

  it.each([
    ['fail', { kind: 'failed', reason: expect.stringContaining("ConfigMap 'gone' is absent") }],
    ['ignore', { kind: 'done', detail: "ConfigMap 'gone' is absent" }],
  ])('of an absent object does what ifAbsent says: %s', async (ifAbsent, outcome) => {
    await using trigger = await openKubernetes(await access(), { operation: 'patch', ifAbsent });
    expect(await trigger.send({ name: 'gone', patch: {} })).toStrictEqual(outcome);
  });
});

describe('delete', () => {
  it('is done when the object is gone, however often it is tried', async () => {
    const to = await access();
    await using creator = await openKubernetes(to, { operation: 'create', name: 'settings' });
    await creator.send({});
    await using trigger = await openKubernetes(to, { operation: 'delete' });
    const details = [await trigger.send({ name: 'settings' }), await trigger.send({ name: 'settings' })];
    expect(details).toStrictEqual([
      { kind: 'done', detail: "ConfigMap 'settings' deleted" },
      { kind: 'done', detail: "ConfigMap 'settings' is absent" },
    ]);
  });

  it('spares a later object of the same name where it is told the uid', async () => {
    const to = await access();
    await using creator = await openKubernetes(to, { operation: 'create', name: 'settings' });
    await creator.send({});
    await using trigger = await openKubernetes(to, { operation: 'delete' });
    const uid = '00000000-0000-0000-0000-000000000000';
    expect(await trigger.send({ name: 'settings', uid })).toMatchObject({ kind: 'done' });
    await expect(read(to, 'settings')).resolves.toMatchObject({ kind: 'ConfigMap' });
  });
});

describe('the worker that lacks a right', () => {
  const rights: Readonly<Record<string, readonly string[]>> = {
    create: ['create', 'get'],
    apply: ['create', 'patch'],
    update: ['get', 'update'],
    patch: ['patch'],
    delete: ['delete'],
  };
  const templates = {
    patch: { name: 'settings', patch: { data: { a: '1' } } },
    delete: { name: 'settings' },
  };

  it.each(Object.entries(rights))('%s needs no more than %j, and says what it lacks', async (operation, verbs) => {
    const to = await access();
    const token = await cluster.serviceAccountToken(to.namespace, 'default');
    const template = templates[operation as 'patch'] ?? { metadata: { name: 'settings' } };
    if (operation !== 'create' && operation !== 'apply') {
      await using creator = await openKubernetes(to, { operation: 'create', name: 'settings' });
      await creator.send({});
    }
    await using trigger = await openKubernetes({ ...to, token: fixed(token) }, { operation });
    expect(await trigger.send(template)).toStrictEqual({
      kind: 'failed',
      reason: expect.stringMatching(
        new RegExp(
          `^the API server answered 403: configmaps .*User "system:serviceaccount:${to.namespace}:default" cannot (create|get|patch|delete) resource "configmaps".* in the namespace "${to.namespace}"; apply the worker's Role again`,
        ),
      ),
    });
    for (const missing of verbs) {
      await grant(
        to.namespace,
        verbs.filter((verb) => verb !== missing),
      );
      // what is left out shows where the right is used: a get of create only after a lost answer
      if (!(operation === 'create' && missing === 'get'))
        expect(await trigger.send(template)).toMatchObject({ kind: 'failed' });
    }
    await grant(to.namespace, verbs);
    expect(await trigger.send(template)).toMatchObject({ kind: 'done' });
    if (operation === 'create') expect(await trigger.send(template)).toMatchObject({ kind: 'done' });
  });

  async function grant(namespace: string, verbs: readonly string[]) {
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const metadata = { name: 'worker', namespace };
    const rules = verbs.length > 0 ? [{ apiGroups: [''], resources: ['configmaps'], verbs }] : [];
    await cluster.apply([
      { apiVersion, kind: 'Role', metadata, rules },
      {
        apiVersion,
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'worker' },
        subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
      },
    ]);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
});
