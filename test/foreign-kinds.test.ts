import { Chart, Testing } from 'cdk8s';
import {
  githubSignature,
  JetStreamEventBus,
  kubernetes,
  Sensor,
  unchecked,
  WebhookEventSource,
  Worker,
} from '../constructs/index.ts';
import { temporaryFiles } from '../runtime/support/testing/temporary-files.ts';
import type { KubernetesObject } from './cluster/api-client.ts';
import { type ControlPlane, startControlPlane } from './cluster/control-plane.ts';
import { readForeignDefinitions } from './cluster/foreign-definitions.ts';

let cluster: ControlPlane;

beforeAll(async () => {
  cluster = await startControlPlane();
  const definitions = await readForeignDefinitions();
  using files = temporaryFiles(Object.fromEntries(definitions.map((text, index) => [`${index}.yaml`, text])));
  for (const index of definitions.keys())
    await cluster.kubectl('apply', '--server-side', '-f', files.path(`${index}.yaml`));
  await cluster.kubectl('wait', '--for=condition=Established', 'crd', '--all');
});
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
});

/** A program of which each object is of a kind that others define, or belongs to no namespace. */
function synthesize(namespace: string): readonly KubernetesObject[] {
  const chart = new Chart(Testing.app(), 'ops', { namespace });
  const bus = new JetStreamEventBus(chart, 'bus', {
    version: '2.15.2',
    ephemeral: true,
    tls: { issuer: 'cert-manager', issuerRef: { name: 'ours', kind: 'ClusterIssuer' } },
    podMonitor: { labels: { release: 'prometheus' }, interval: '1m' },
  });
  const worker = new Worker(chart, 'edge', {
    bus,
    podMonitor: { interval: '15s' },
    httpRoute: { parentRefs: [{ name: 'gateway', namespace: 'edge' }], hostnames: ['hooks.example.com'] },
  });
  const push = {
    endpoint: '/push',
    verify: githubSignature({ name: 'github', key: 'secret' }),
    payload: unchecked<{}>(),
  };
  const github = new WebhookEventSource(chart, 'github', { bus, worker, events: { push } });
  new Sensor(chart, 'previews', {
    worker,
    dependencies: { push: github.event('push') },
    triggers: {
      open: {
        action: kubernetes.create({ apiVersion: 'v1', kind: 'Namespace' }),
        template: ({ push }) => ({ metadata: { labels: { delivery: push.id } } }),
      },
    },
  });
  const ours = new Set(['Certificate', 'PodMonitor', 'HTTPRoute', 'ClusterRole', 'ClusterRoleBinding']);
  return Testing.synth(chart).filter(({ kind }: KubernetesObject) => ours.has(kind));
}

it('objects of kinds that others define are taken by their definitions, and are the same when they are applied again', async () => {
  const namespace = await cluster.createNamespace();
  const objects = synthesize(namespace);
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name.replace(namespace, 'here')}`);
  expect(names.sort()).toStrictEqual([
    'Certificate bus-nats',
    'ClusterRole here.edge-worker',
    'ClusterRoleBinding here.edge-worker',
    'HTTPRoute edge-worker',
    'PodMonitor bus-keeper',
    'PodMonitor bus-nats',
    'PodMonitor edge-worker',
  ]);
  await cluster.apply(objects);
  const before = await Promise.all(objects.map((object) => cluster.read(object)));
  await cluster.apply(objects);
  const after = await Promise.all(objects.map((object) => cluster.read(object)));
  expect(after.map(({ metadata }) => metadata.generation)).toStrictEqual(
    before.map(({ metadata }) => metadata.generation),
  );
  expect(after.map(withoutVersion)).toStrictEqual(before.map(withoutVersion));
});

function withoutVersion({ metadata, ...rest }: KubernetesObject) {
  const { managedFields: _, resourceVersion: __, ...same } = metadata;
  return { ...rest, metadata: same };
}
