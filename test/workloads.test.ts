import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { App, Chart, Testing } from 'cdk8s';
import type { Action, IEventBus, WorkerProps } from 'eventwright';
import { CalendarEventSource, JetStreamEventBus, Keeper, log, Sensor, WebhookEventSource, Worker } from 'eventwright';
import { partitionCount } from '../model/worker/partition-count.ts';
import type { KubernetesObject } from './cluster/api-client.ts';
import { type ControlPlane, startControlPlane } from './cluster/control-plane.ts';

let kubernetes: ControlPlane;

beforeAll(async () => {
  kubernetes = await startControlPlane();
});
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
});

const external = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://nats.messaging:4222'] });

const jobs: Action<{}> = {
  kind: 'fake',
  options: {},
  needs: {
    access: [
      { apiGroup: 'batch', resource: 'jobs', verbs: ['create', 'get'] },
      { apiGroup: '', resource: 'configmaps', verbs: ['patch'], names: ['settings'] },
    ],
  },
};

/** Everything that a program without Prometheus and a Gateway can make. */
function programOf(namespace: string, bus: IEventBus, props: Partial<WorkerProps> = {}): Chart {
  const chart = new Chart(new App(), 'ci', { namespace });
  const worker = new Worker(chart, 'main', {
    bus,
    autoscaling: { maxReplicas: 4, cpu: '70%' },
    ingress: { host: 'hooks.example.com', className: 'nginx', tls: { secretName: 'hooks' } },
    ...props,
  });
  const github = new WebhookEventSource(chart, 'github', {
    bus,
    worker,
    events: { push: { endpoint: '/push', verify: { scheme: 'github', secrets: [{ name: 'github', key: 'secret' }] } } },
  });
  new CalendarEventSource(chart, 'clock', { bus, events: { tick: { interval: '5m' } } });
  new Sensor(chart, 'deploy', {
    worker,
    dependencies: { push: github.event('push') },
    triggers: { note: { action: log(), template: () => 'pushed' }, job: { action: jobs, template: () => ({}) } },
  });
  return chart;
}

const objectsOf = (chart: Chart) => Testing.synth(chart) as KubernetesObject[];

/** What is as it was when the same is applied again; controllers write the rest. */
const asWanted = (objects: readonly KubernetesObject[]) =>
  objects.map(
    ({ metadata, status: _, ...object }: KubernetesObject & { metadata: StoredMetadata; status?: unknown }) => ({
      ...object,
      metadata: { name: metadata.name, uid: metadata.uid, generation: metadata.generation, labels: metadata.labels },
    }),
  );

interface Deployment {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template: object };
}

interface StoredMetadata {
  readonly name: string;
  readonly uid?: string;
  readonly generation?: number;
  readonly labels?: object;
}

it('a restricted namespace takes every object strictly, and the second time finds nothing to change', async () => {
  const namespace = await kubernetes.createNamespace({ podSecurity: 'restricted' });
  const chart = programOf(namespace, external, {
    nodeSelector: { pool: 'events' },
    tolerations: [{ key: 'events', operator: 'Exists' }],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'Exists' }] }],
        },
      },
    },
    topologySpread: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' }],
    imagePullPolicy: 'IfNotPresent',
    imagePullSecrets: ['registry'],
    labels: { team: 'ci' },
    annotations: { note: 'mine' },
    env: [{ name: 'LOG_LEVEL', value: 'debug' }],
    volumes: [{ name: 'scratch', emptyDir: {} }],
    volumeMounts: [{ name: 'scratch', mountPath: '/tmp' }],
    containers: [
      {
        name: 'side',
        image: 'registry.example/side:1',
        resources: { requests: { cpu: '10m' } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
    podTemplate: { spec: { hostUsers: false, containers: [{ name: 'worker', lifecycle: null }] } },
    networkPolicy: {
      ingress: [{ from: [{ podSelector: {} }] }],
      egress: [{ ports: [{ port: 16443, protocol: 'TCP' }] }],
    },
  });
  new Keeper(chart, 'keeper', { bus: external, namespaces: [namespace] });
  const objects = objectsOf(chart);
  const first = await kubernetes.apply(objects);
  const second = await kubernetes.apply(objects);
  expect(asWanted(second)).toStrictEqual(asWanted(first));
  expect(new Set(objects.map(({ kind }) => kind))).toStrictEqual(
    new Set([
      ...['ConfigMap', 'ServiceAccount', 'Deployment', 'Service', 'Ingress', 'NetworkPolicy'],
      ...['PodDisruptionBudget', 'HorizontalPodAutoscaler', 'Role', 'RoleBinding'],
    ]),
  );
});

it('the pods of a program are let in where Pod Security is restricted', async () => {
  const namespace = await kubernetes.createNamespace({ podSecurity: 'restricted' });
  const chart = programOf(namespace, external);
  new Keeper(chart, 'keeper', { bus: external });
  const objects = objectsOf(chart);
  await kubernetes.apply(objects);
  const deployments = objects.filter(({ kind }) => kind === 'Deployment');
  for (const { metadata, spec } of deployments as unknown as readonly Deployment[])
    await kubernetes.apply(
      [{ apiVersion: 'v1', kind: 'Pod', ...spec.template, metadata: { name: metadata.name, namespace } }],
      { dryRun: true },
    );
  expect(deployments.map(({ metadata }) => metadata.name)).toStrictEqual([
    'main-worker',
    'bus-worker',
    'keeper-keeper',
  ]);
});

/** What a ServiceAccount may do, beside what everybody may. */
async function toRights(namespace: string, name: string): Promise<readonly string[]> {
  const as = `system:serviceaccount:${namespace}:${name}`;
  const list = await kubernetes.kubectl('auth', 'can-i', '--list', '--no-headers', '-n', namespace, '--as', as);
  return list
    .split('\n')
    .filter((line) => line !== '' && !/^\s|selfsubject/.test(line))
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .sort();
}

it('a worker may do what its triggers need, and one without such triggers nothing', async () => {
  const namespace = await kubernetes.createNamespace();
  await kubernetes.apply(objectsOf(programOf(namespace, external)));
  expect(await toRights(namespace, 'main-worker')).toStrictEqual([
    'configmaps [] [settings] [patch]',
    'jobs.batch [] [] [create get]',
  ]);
  expect(await toRights(namespace, 'bus-worker')).toStrictEqual([]);
});

it('a keeper may fill in the Secrets of its bus, create none, and find documents', async () => {
  const namespace = await kubernetes.createNamespace();
  const chart = new Chart(new App(), 'messaging', { namespace });
  new JetStreamEventBus(chart, 'bus', { version: '2.15.2', replicas: 1, ephemeral: true });
  await kubernetes.apply(objectsOf(chart));
  expect(await toRights(namespace, 'bus-keeper')).toStrictEqual([
    'configmaps [] [] [list watch]',
    'pods [] [bus-nats-0] [patch]',
    'secrets [] [bus-keeper-bus] [get patch]',
    'secrets [] [bus-nats-ca] [get patch]',
    'secrets [] [bus-nats-tls] [get patch]',
    'secrets [] [bus-nats-users] [get patch]',
    'secrets [] [bus-operator-bus] [get patch]',
  ]);
});

it('a worker has as many replicas as there are partitions, at the most', () => {
  const chart = new Chart(new App(), 'ci', { namespace: 'ci' });
  expect(() => new Worker(chart, 'all', { bus: external, replicas: partitionCount })).not.toThrow();
  expect(() => new Worker(chart, 'more', { bus: external, replicas: partitionCount + 1 })).toThrow('replicas 17');
});
