import { type ControlPlane, startControlPlane } from '../../../test/cluster/control-plane.ts';
import { until } from '../../support/testing/until.ts';
import { startApiProxy } from './testing/api-proxy.ts';
import { accessTo, openKubernetes } from './testing/open-kubernetes.ts';

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startControlPlane();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const access = () => accessTo(cluster);

const deployments = { object: { apiVersion: 'apps/v1', kind: 'Deployment' }, resource: 'deployments' };

describe('an object that is too large', () => {
  const ofSize = (bytes: number) => ({
    metadata: { name: `of-${bytes}` },
    spec: {
      replicas: 0,
      selector: { matchLabels: { a: 'b' } },
      template: {
        metadata: { labels: { a: 'b' } },
        spec: { containers: [{ name: 'a', image: 'a', args: ['a'.repeat(bytes)] }] },
      },
    },
  });

  it.each([
    ['create', 1_600_000, 'etcdserver: request is too large'],
    ['create', 2_500_000, 'larger than max'],
    ['create', 3_200_000, 'Request entity too large'],
    ['apply', 1_600_000, 'etcdserver: request is too large'],
    ['apply', 2_500_000, 'larger than max'],
  ])('for etcd or the API server fails on %s of %i bytes', async (operation, bytes, reason) => {
    await using trigger = await openKubernetes(await access(), { ...deployments, operation });
    expect(await trigger.send(ofSize(bytes))).toStrictEqual({
      kind: 'failed',
      reason: expect.stringContaining(reason),
    });
  });
});

it('a reason is short, however long what an event holds', async () => {
  await using trigger = await openKubernetes(await access(), { operation: 'create' });
  const outcome = await trigger.send({ metadata: { namespace: 'a'.repeat(1_000_000) } });
  expect(outcome).toStrictEqual({ kind: 'failed', reason: expect.stringMatching(/^template: .{985,1000} \.\.\.$/) });
});

describe('an object that the kind does not know', () => {
  it.each([
    ['a field that is none', { dat: {} }, / \.dat: field not declared in schema$/],
    ['a value of another type', { data: { a: ['a pass phrase'] } }, / \.data\.a: expected string$/],
    ['a part of another type', { data: 'a pass phrase' }, / \.data: expected map$/],
  ])('fails to be applied for %s, and the value is not told', async (_, template, reason) => {
    await using trigger = await openKubernetes(await access(), { operation: 'apply', name: 'settings' });
    expect(await trigger.send(template)).toStrictEqual({
      kind: 'failed',
      reason: expect.stringMatching(reason),
    });
  });
});

describe('a patch that the kind does not take', () => {
  it.each([
    ['a list item without its name', { spec: { template: { spec: { containers: [{ image: 'b' }] } } } }],
    ['an unknown directive', { spec: { $patch: 'explode' } }],
    ['another type', { spec: { template: { spec: { containers: 'b' } } } }],
  ])('fails, for %s', async (_, patch) => {
    const to = await access();
    const metadata = { name: 'web', namespace: to.namespace };
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'a' }] } };
    const spec = { replicas: 0, selector: { matchLabels: { a: 'b' } }, template };
    await cluster.apply([{ ...deployments.object, metadata, spec }]);
    await using trigger = await openKubernetes(to, { ...deployments, operation: 'patch', patchType: 'strategic' });
    expect(await trigger.send({ name: 'web', patch })).toMatchObject({ kind: 'failed' });
  });

  it('fails, and says nothing of what the object holds', async () => {
    const to = await access();
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', namespace: to.namespace } };
    const password = Buffer.from('a pass phrase').toString('base64');
    await cluster.apply([{ ...secret, data: { password } }]);
    const secrets = { object: { apiVersion: 'v1', kind: 'Secret' }, resource: 'secrets' };
    await using trigger = await openKubernetes(to, { ...secrets, operation: 'patch' });
    expect(await trigger.send({ name: 'db', patch: { data: { other: 17 } } })).toStrictEqual({
      kind: 'failed',
      reason: expect.stringMatching(/^the API server answered 422: "" is invalid: patch: Invalid value: json: cannot /),
    });
  });
});

it('an API server that accepts and never answers is busy, and the reason says what was asked of which', async () => {
  await using proxy = await startApiProxy(cluster);
  const to = { ...(await access()), server: proxy.origin };
  await using trigger = await openKubernetes(to, { operation: 'create' });
  proxy.answer = () => {};
  const timeout = new DOMException('timed out after 30s', 'TimeoutError');
  const controller = new AbortController();
  const outcome = trigger.send({}, { signal: controller.signal });
  await until(() => proxy.received.length > 0);
  controller.abort(timeout);
  const asked = `${new URL(proxy.origin).host} did not answer POST /api/v1/namespaces/${to.namespace}/configmaps`;
  expect(await outcome).toStrictEqual({
    kind: 'busy',
    reason: expect.stringMatching(new RegExp(`^the API server at ${asked}: .*timed out after 30s$`)),
  });
});
