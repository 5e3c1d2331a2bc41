import { startArgoWorkflows } from '../../../test/cluster/argo-workflows.ts';
import { type ControlPlane, startControlPlane } from '../../../test/cluster/control-plane.ts';
import { startApiProxy } from '../kubernetes/testing/api-proxy.ts';
import { type Access, openArgoWorkflow } from './testing/open-argo-workflow.ts';
import { keyOf, type Workflow } from './workflow.ts';

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startArgoWorkflows({ controller: false });
}, 60_000);
afterAll(() => cluster[Symbol.asyncDispose]());

const apiVersion = 'argoproj.io/v1alpha1';
const spec = { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] };
const access = async (): Promise<Access> => {
  const namespace = await cluster.createNamespace();
  return { server: cluster.url, ca: cluster.ca, token: cluster.adminToken, namespace };
};
const create = ({ namespace }: Access, status: object = {}) =>
  cluster.apply([{ apiVersion, kind: 'Workflow', metadata: { name: 'build', namespace }, spec, status }]);
const toPod = ({ namespace }: Access, name: string, workflow: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { [keyOf('workflow')]: workflow } },
  spec: { containers: [{ name: 'main', image: 'none' }] },
});
const path = ({ namespace }: Access, name: string) => `/apis/${apiVersion}/namespaces/${namespace}/workflows/${name}`;

it.each(['suspend', 'stop', 'terminate', 'retry', 'resume'])(
  '%s changes a workflow once where the answer was lost, also after somebody has taken it back',
  async (operation) => {
    const to = await access();
    const before = { ...spec, ...(operation === 'resume' && { suspend: true }) };
    const status = operation === 'retry' ? { phase: 'Failed' } : { phase: 'Running' };
    await create(to, status);
    await cluster.api.request('PATCH', path(to, 'build'), { body: { spec: before }, as: 'merge' });
    await using proxy = await startApiProxy(cluster);
    await using trigger = await openArgoWorkflow({ ...to, server: proxy.origin }, { operation });
    proxy.answer = (response, received) =>
      received.method === 'PUT' ? proxy.loseAnswer(response, received) : proxy.forward(response, received);
    expect(await trigger.send({ name: 'build' })).toMatchObject({ kind: 'busy' });
    const undone = { spec: { suspend: null, shutdown: null, ...before }, status };
    await cluster.api.request('PATCH', path(to, 'build'), { body: undone, as: 'merge' });
    const { metadata } = await cluster.api.get<Workflow>(path(to, 'build'));
    expect(await trigger.send({ name: 'build' }, { attempt: 2 })).toStrictEqual({
      kind: 'done',
      detail: `Workflow 'build': ${operation} came through before`,
    });
    expect((await cluster.api.get<Workflow>(path(to, 'build'))).metadata.resourceVersion).toBe(
      metadata.resourceVersion,
    );
  },
);

it.each([
  ['submit', { from: { kind: 'Workflow', spec } }, {}, 'announce-abc'],
  ['resubmit', {}, { name: 'build' }, 'build-abc'],
])('%s creates one workflow where the answer was lost', async (operation, options, template, name) => {
  const to = await access();
  await create(to);
  await using proxy = await startApiProxy(cluster);
  await using trigger = await openArgoWorkflow({ ...to, server: proxy.origin }, { operation, ...options });
  proxy.answer = (response, received) =>
    received.method === 'POST' ? proxy.loseAnswer(response, received) : proxy.forward(response, received);
  expect(await trigger.send(template)).toMatchObject({ kind: 'busy' });
  proxy.answer = proxy.forward;
  expect(await trigger.send(template)).toStrictEqual({ kind: 'done', detail: `Workflow '${name}' created before` });
});

it('a workflow that the controller changed meanwhile is read anew by another attempt', async () => {
  const to = await access();
  await create(to, { phase: 'Running' });
  await using proxy = await startApiProxy(cluster);
  await using trigger = await openArgoWorkflow({ ...to, server: proxy.origin }, { operation: 'stop' });
  proxy.answer = async (response, received) => {
    const body = { status: { message: 'x' } };
    if (received.method === 'PUT') await cluster.api.request('PATCH', path(to, 'build'), { body, as: 'merge' });
    await proxy.forward(response, received);
  };
  expect(await trigger.send({ name: 'build' })).toMatchObject({
    kind: 'retry',
    reason: expect.stringContaining('409'),
  });
});

it('retry deletes the pods of the workflow, and none that its status merely names', async () => {
  const to = await access();
  const node = (id: string) => ({ id, name: `build.${id}`, type: 'Pod', phase: 'Failed', boundaryID: 'build' });
  const names = ['mine', 'others', 'gone', 'x?dryRun=All', '..', ''];
  const root = { id: 'build', name: 'build', type: 'DAG', phase: 'Failed', children: names };
  const nodes = Object.fromEntries([root, ...names.map(node)].map((each) => [each.id, each]));
  const metadata = { name: 'build', namespace: to.namespace, annotations: { [keyOf('pod-name-format')]: 'v1' } };
  await cluster.apply([
    { apiVersion, kind: 'Workflow', metadata, spec, status: { phase: 'Failed', nodes } },
    toPod(to, 'mine', 'build'),
    toPod(to, 'others', 'deploy'),
  ]);
  await using proxy = await startApiProxy(cluster);
  await using trigger = await openArgoWorkflow({ ...to, server: proxy.origin }, { operation: 'retry' });
  expect(await trigger.send({ name: 'build' })).toMatchObject({ kind: 'done' });
  const pods = `/api/v1/namespaces/${to.namespace}/pods`;
  const asked = proxy.received.map(({ method, path }) => `${method} ${path}`).filter((line) => line.includes(pods));
  expect(asked.sort()).toStrictEqual([
    `DELETE ${pods}/mine`,
    `GET ${pods}/gone`,
    `GET ${pods}/mine`,
    `GET ${pods}/others`,
  ]);
});

it('a workflow that is too large for etcd fails', async () => {
  const large = { ...spec, arguments: { parameters: [{ name: 'a', value: 'a'.repeat(1_600_000) }] } };
  const from = { kind: 'Workflow', spec: large };
  await using trigger = await openArgoWorkflow(await access(), { operation: 'submit', from });
  expect(await trigger.send({})).toStrictEqual({
    kind: 'failed',
    reason: 'the API server answered 500: etcdserver: request is too large',
  });
});

it('a workflow that is absent fails, a template that is absent is waited for, and both are named', async () => {
  const to = await access();
  await using stop = await openArgoWorkflow(to, { operation: 'stop' });
  expect(await stop.send({ name: 'gone' })).toStrictEqual({
    kind: 'failed',
    reason: `there is no Workflow 'gone' in namespace '${to.namespace}'`,
  });
  const from = { kind: 'WorkflowTemplate', name: 'gone' };
  await using submit = await openArgoWorkflow(to, { operation: 'submit', from });
  expect(await submit.send({})).toStrictEqual({
    kind: 'retry',
    reason: `there is no WorkflowTemplate 'gone' in namespace '${to.namespace}'; apply it`,
  });
});

it('a right that is missing is named', async () => {
  const to = await access();
  const token = await cluster.serviceAccountToken(to.namespace, 'default');
  await using trigger = await openArgoWorkflow({ ...to, token }, { operation: 'stop' });
  expect(await trigger.send({ name: 'build' })).toStrictEqual({
    kind: 'failed',
    reason: expect.stringMatching(
      /^the API server answered 403: .*cannot get resource "workflows".*; apply the worker's/,
    ),
  });
});

it('without Argo Workflows it says that it is not installed', async () => {
  await using bare = await startControlPlane();
  const to = { server: bare.url, ca: bare.ca, token: bare.adminToken, namespace: 'default' };
  await using submit = await openArgoWorkflow(to, { operation: 'submit', from: { kind: 'Workflow', spec } });
  await using stop = await openArgoWorkflow(to, { operation: 'stop' });
  const reason = expect.stringContaining('Argo Workflows is not installed');
  expect([await submit.send({}), await stop.send({ name: 'build' })]).toStrictEqual([
    { kind: 'retry', reason },
    { kind: 'retry', reason },
  ]);
}, 30_000);
