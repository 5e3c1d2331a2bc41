import { setTimeout as delay } from 'node:timers/promises';
import { Chart, Testing } from 'cdk8s';
import { natsUser } from '../../../model/event-bus/jetstream-auth.ts';
import type { KubernetesObject } from '../../../test/cluster/api-client.ts';
import { type ControlPlane, startControlPlane } from '../../../test/cluster/control-plane.ts';
import { JetStreamEventBus, type JetStreamEventBusProps } from '../jetstream.ts';
import { everyOption } from './testing/every-option.ts';

let kubernetes: ControlPlane;

beforeAll(async () => {
  kubernetes = await startControlPlane();
});
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
});

const small: JetStreamEventBusProps = { version: '2.15.2', persistence: { size: '512Mi' } };
const ephemeral: JetStreamEventBusProps = { version: '2.15.2', ephemeral: true };
const { podMonitor: _, tls: __, ...builtIn } = everyOption;

const withoutReloader = {
  reloader: false,
  auth: {
    secret: 'nats-users',
    client: natsUser({ user: 'eventwright', password: { name: 'nats', key: 'password' } }),
  },
  tls: { issuer: 'secret', secret: 'nats-tls' },
} as const;

function synthesize(namespace: string, props: JetStreamEventBusProps): readonly KubernetesObject[] {
  const chart = new Chart(Testing.app(), 'ops', { namespace });
  new JetStreamEventBus(chart, 'bus', props);
  return Testing.synth(chart);
}

it.each<[string, JetStreamEventBusProps]>([
  ['of three servers', small],
  ['of one server', { ...small, replicas: 1 }],
  ['without volumes', ephemeral],
  ['without sidecars and policies', { ...small, exporter: false, networkPolicy: false, ...withoutReloader }],
  ['with every option', { ...builtIn, allowNamespaces: [] }],
])('a bus %s is taken by the API server, and is the same when it is applied again', async (_, props) => {
  const namespace = await kubernetes.createNamespace({ podSecurity: 'restricted' });
  const objects = synthesize(namespace, props);
  await kubernetes.apply(objects);
  const before = await Promise.all(objects.map((object) => kubernetes.read(object)));
  await kubernetes.apply(objects);
  const after = await Promise.all(objects.map((object) => kubernetes.read(object)));
  expect(after.map(withoutStatus)).toStrictEqual(before.map(withoutStatus));
});

it.each([
  [1, 3],
  [3, 1],
])('a bus with volumes is not led from %d servers to %d, which would lose its streams', async (before, after) => {
  const namespace = await kubernetes.createNamespace();
  await kubernetes.apply(synthesize(namespace, { ...small, replicas: before }));
  await expect(kubernetes.apply(synthesize(namespace, { ...small, replicas: after }))).rejects.toThrow(
    /^StatefulSet\/bus-nats: .*updates to statefulset spec .* are forbidden/,
  );
});

/** What was applied, and what the API server made of it. */
function withoutStatus(object: KubernetesObject) {
  const { status: _, metadata, ...rest } = object;
  const { resourceVersion: __, managedFields, ...same } = metadata;
  const ours = (managedFields as readonly { manager: string }[]).filter(({ manager }) => manager === 'test');
  return { ...rest, metadata: { ...same, ours } };
}

const nodes = [
  { name: 'a1', zone: 'a', labels: { pool: 'bus' } },
  { name: 'a2', zone: 'a' },
  { name: 'b1', zone: 'b', labels: { pool: 'bus' } },
  { name: 'c1', zone: 'c', labels: { pool: 'bus' } },
];

describe('on four nodes in three zones', () => {
  beforeAll(async () => {
    await kubernetes.addNodes(nodes);
    // those of the buses above are placed now, too
    for (const { name } of nodes) await kubernetes.addVolumes({ node: name, count: 20 });
  });

  it('three servers are placed in a zone each', async () => {
    const namespace = await apply(small);
    const zones = (await placed(namespace, 3)).map((node) => nodes.find(({ name }) => name === node)?.zone);
    expect(zones.toSorted()).toStrictEqual(['a', 'b', 'c']);
  });

  it('servers that three of them may run take one each, and a fourth is placed nowhere', async () => {
    const namespace = await apply({ ...ephemeral, replicas: 5, nodeSelector: { pool: 'bus' } });
    expect((await placed(namespace, 3)).toSorted()).toStrictEqual(['a1', 'b1', 'c1']);
    const reason = "3 node(s) didn't match pod anti-affinity rules";
    await untilSo(namespace, ({ status }) => (whyNotPlaced(status)?.includes(reason) ? reason : undefined), 2);
    expect(await placed(namespace, 3)).toHaveLength(3);
  });

  it('servers that prefer nodes of their own share them where there are too few', async () => {
    const namespace = await apply({ ...ephemeral, replicas: 5, spread: 'preferred', nodeSelector: { pool: 'bus' } });
    expect(await placed(namespace, 5)).toHaveLength(5);
  });
});

async function apply(props: JetStreamEventBusProps): Promise<string> {
  const namespace = await kubernetes.createNamespace({ podSecurity: 'restricted' });
  await kubernetes.apply(synthesize(namespace, props));
  return namespace;
}

interface Pod {
  readonly spec: { readonly nodeName?: string };
  readonly status: PodStatus;
}

interface PodStatus {
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
}

async function podsOf(namespace: string): Promise<readonly Pod[]> {
  const selector = 'labelSelector=app.kubernetes.io/name=nats';
  const { items } = await kubernetes.api.get<{ readonly items: readonly Pod[] }>(
    `/api/v1/namespaces/${namespace}/pods?${selector}`,
  );
  return items;
}

/** The nodes of the pods, once so many are placed. */
function placed(namespace: string, count: number): Promise<readonly string[]> {
  return untilSo(namespace, ({ spec }) => spec.nodeName, count);
}

/** What so many pods say of themselves, as soon as they do. */
async function untilSo(namespace: string, says: (pod: Pod) => string | undefined, count: number) {
  for (;;) {
    const said = (await podsOf(namespace)).flatMap((pod) => says(pod) ?? []);
    if (said.length >= count) return said;
    await delay(50);
  }
}

function whyNotPlaced({ conditions = [] }: PodStatus): string | undefined {
  return conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False')?.message;
}
