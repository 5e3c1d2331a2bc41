import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { CalendarEventSource } from '../event-source/calendar.ts';
import { WebhookEventSource } from '../event-source/webhook.ts';
import { Sensor } from '../sensor/sensor.ts';
import type { Action } from '../trigger/action.ts';
import { http } from '../trigger/http.ts';
import { log } from '../trigger/log.ts';
import type { ApiAccess } from '../workload/pod-needs.ts';
import { Worker, type WorkerProps } from './worker.ts';

const config = { kind: 'jetstream', name: 'bus', servers: ['tls://nats.messaging:4222'] } as const;
const bus: IEventBus = { name: 'bus', config };
const managed: IEventBus = {
  name: 'bus',
  config,
  deployment: {
    namespace: 'messaging',
    allowNamespaces: ['ci'],
    podLabels: { 'app.kubernetes.io/name': 'nats', 'app.kubernetes.io/instance': 'bus' },
    clientPort: 4222,
    keeperServiceAccount: 'bus-keeper',
    image: 'registry.example/keeper:1',
  },
  configFor: ({ component, name, namespace }) => ({
    ...config,
    auth: { method: 'nkey', seed: { name: `${name}-${component}-bus`, key: `${namespace}.seed` } },
  }),
};

const push = { endpoint: '/push', verify: 'none' } as const;
const newChart = (namespace: string | undefined = 'ci') =>
  new Chart(new App(), 'ci', namespace === undefined ? {} : { namespace });

interface Made {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // biome-ignore lint/suspicious/noExplicitAny: whatever was written
  readonly [field: string]: any;
}

function objectsOf(chart: Chart): readonly Made[] {
  return Testing.synth(chart);
}

function find(chart: Chart, kind: string, name = 'main-worker'): Made {
  const found = objectsOf(chart).filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} objects are ${kind} ${name}`);
  return found[0] as Made;
}

/** A worker with a sensor that logs, and more triggers. */
function withSensor(
  chart: Chart,
  props: Partial<WorkerProps> = {},
  actions: Readonly<Record<string, Action<{}>>> = {},
) {
  const of = props.bus ?? bus;
  const worker = new Worker(chart, 'main', { bus: of, ...props });
  const clock = new CalendarEventSource(chart, 'clock', { bus: of, worker, events: { tick: { interval: '5m' } } });
  const sensor = new Sensor(chart, 'note', {
    worker,
    dependencies: { tick: clock.event('tick') },
    triggers: { note: { action: log(), template: () => 'tick' } },
  });
  for (const [name, action] of Object.entries(actions)) sensor.addTrigger(name, { action, template: () => ({}) });
  return worker;
}

const access = (...rules: readonly ApiAccess[]): Action<{}> => ({
  kind: 'fake',
  options: {},
  needs: { access: rules },
});

it('the objects of a worker have the names, labels and selectors of the contract', () => {
  const chart = newChart();
  const worker = new Worker(chart, 'main', { bus, autoscaling: { maxReplicas: 4, cpu: '70%' }, podMonitor: true });
  new WebhookEventSource(chart, 'github', { bus, worker, events: { push } });
  expect(objectsOf(chart).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toStrictEqual([
    'ServiceAccount ci/main-worker',
    'Deployment ci/main-worker',
    'NetworkPolicy ci/main-worker',
    'PodDisruptionBudget ci/main-worker',
    'HorizontalPodAutoscaler ci/main-worker',
    'PodMonitor ci/main-worker',
    'Service ci/main-worker',
    'ConfigMap ci/github-event-source',
  ]);
  const selector = { 'app.kubernetes.io/instance': 'main', 'app.kubernetes.io/name': 'eventwright-worker' };
  const labels = {
    ...selector,
    'app.kubernetes.io/component': 'worker',
    'app.kubernetes.io/managed-by': 'eventwright',
    'app.kubernetes.io/part-of': 'eventwright',
    'app.kubernetes.io/version': '0.1.0',
  };
  for (const { kind, metadata } of objectsOf(chart).filter(({ kind }) => kind !== 'ConfigMap'))
    expect([kind, metadata]).toStrictEqual([kind, { labels, name: 'main-worker', namespace: 'ci' }]);
  const { spec } = find(chart, 'Deployment');
  expect(spec.selector).toStrictEqual({ matchLabels: selector });
  expect(spec.template.metadata.labels).toStrictEqual({ ...labels, 'eventwright.dev/bus': 'bus' });
  expect(find(chart, 'Service').spec.selector).toStrictEqual(selector);
  expect(find(chart, 'NetworkPolicy').spec.podSelector).toStrictEqual({ matchLabels: selector });
  expect(find(chart, 'PodDisruptionBudget').spec.selector).toStrictEqual({ matchLabels: selector });
  expect(find(chart, 'ConfigMap', 'github-event-source').metadata).toMatchObject({
    labels: { 'eventwright.dev/document': 'event-source', 'eventwright.dev/bus': 'bus' },
  });
});

it('a worker of a small program is this Deployment', () => {
  const chart = newChart();
  withSensor(chart);
  expect(find(chart, 'Deployment')).toMatchSnapshot();
});

it('a program makes the same objects each time', () => {
  const [one, other] = [newChart(), newChart()];
  for (const chart of [one, other]) withSensor(chart);
  expect(JSON.stringify(objectsOf(one))).toBe(JSON.stringify(objectsOf(other)));
});

it('the checksum of the pods tells what their documents say', () => {
  const checksum = (level: 'info' | 'debug') => {
    const chart = newChart();
    withSensor(chart, {}, { more: log({ level }) as unknown as Action<{}> });
    return find(chart, 'Deployment').spec.template.metadata.annotations['eventwright.dev/checksum'];
  };
  expect(checksum('info')).toMatch(/^[0-9a-f]{32}$/);
  expect(checksum('info')).toBe(checksum('info'));
  expect(checksum('info')).not.toBe(checksum('debug'));
});

describe('what names no worker', () => {
  it('shares one with all of its bus and namespace, named as the bus is', () => {
    const chart = newChart();
    const github = new WebhookEventSource(chart, 'github', { bus, events: { push } });
    const clock = new CalendarEventSource(chart, 'clock', {
      bus: { name: 'bus', config: { ...config } },
      events: { tick: { interval: '5m' } },
    });
    const elsewhere = new CalendarEventSource(chart, 'other', {
      bus: { name: 'other', config: { ...config, name: 'other' } },
      events: { tick: { interval: '5m' } },
    });
    expect(clock.worker).toBe(github.worker);
    expect(github.worker.deployment.name).toBe('bus-worker');
    expect(elsewhere.worker.deployment.name).toBe('other-worker');
    const { volumes } = find(chart, 'Deployment', 'bus-worker').spec.template.spec;
    expect(volumes[0]).toStrictEqual({
      name: 'config',
      projected: {
        sources: ['clock-event-source', 'github-event-source'].map((name) => ({
          configMap: { name, items: [{ key: 'event-source.json', path: `${name}/event-source.json` }] },
        })),
      },
    });
  });

  it("is run by the image of its bus's keeper", () => {
    const chart = newChart();
    new CalendarEventSource(chart, 'clock', { bus: managed, events: { tick: { interval: '5m' } } });
    const [container] = find(chart, 'Deployment', 'bus-worker').spec.template.spec.containers;
    expect(container.image).toBe('registry.example/keeper:1');
  });
});

it("pods wait for the secrets of their bus, and start without a user's", () => {
  const chart = newChart();
  const worker = new Worker(chart, 'main', { bus: managed });
  new WebhookEventSource(chart, 'github', {
    bus: managed,
    worker,
    events: { push: { endpoint: '/push', verify: { scheme: 'github', secrets: [{ name: 'github', key: 'secret' }] } } },
  });
  expect(find(chart, 'Deployment').spec.template.spec.volumes[1]).toStrictEqual({
    name: 'secrets',
    projected: {
      defaultMode: 0o440,
      sources: [
        { secret: { name: 'main-worker-bus', items: [{ key: 'ci.seed', path: 'main-worker-bus/ci.seed' }] } },
        { secret: { name: 'github', items: [{ key: 'secret', path: 'github/secret' }], optional: true } },
      ],
    },
  });
});

describe('a worker that listens', () => {
  const listen = (props: Partial<WorkerProps>) => {
    const chart = newChart();
    const worker = new Worker(chart, 'main', { bus, ...props });
    new WebhookEventSource(chart, 'github', { bus, worker, events: { push } });
    new WebhookEventSource(chart, 'gitea', { bus, worker, events: { push: { ...push, endpoint: '/gitea' } } });
    return chart;
  };

  it('has a Service', () => {
    const chart = listen({ service: { annotations: { cloud: 'internal' } } });
    expect(find(chart, 'Service').metadata).toMatchObject({ annotations: { cloud: 'internal' } });
    expect(find(chart, 'Service').spec.ports).toStrictEqual([
      { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' },
    ]);
  });

  it('is reached through an Ingress by its endpoints alone', () => {
    const chart = listen({
      ingress: {
        className: 'nginx',
        host: 'hooks.example.com',
        tls: { secretName: 'hooks-tls' },
        annotations: { 'cert-manager.io/cluster-issuer': 'main' },
      },
    });
    const backend = { service: { name: 'main-worker', port: { name: 'http' } } };
    expect(find(chart, 'Ingress').metadata).toMatchObject({
      annotations: { 'cert-manager.io/cluster-issuer': 'main' },
    });
    expect(find(chart, 'Ingress').spec).toStrictEqual({
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'hooks.example.com',
          http: { paths: ['/gitea', '/push'].map((path) => ({ path, pathType: 'Exact', backend })) },
        },
      ],
      tls: [{ hosts: ['hooks.example.com'], secretName: 'hooks-tls' }],
    });
  });

  it('is reached through a Gateway by its endpoints alone', () => {
    const chart = listen({
      httpRoute: { parentRefs: [{ name: 'edge', namespace: 'gateways' }], hostnames: ['a.example'] },
    });
    expect(find(chart, 'HTTPRoute').spec).toStrictEqual({
      parentRefs: [{ name: 'edge', namespace: 'gateways' }],
      hostnames: ['a.example'],
      rules: [
        {
          matches: ['/gitea', '/push'].map((value) => ({ path: { type: 'Exact', value } })),
          backendRefs: [{ name: 'main-worker', port: 80 }],
        },
      ],
    });
  });
});

it('a HorizontalPodAutoscaler decides how many replicas there are, where that is wanted', () => {
  const chart = newChart();
  withSensor(chart, { autoscaling: { maxReplicas: 8, cpu: '70%', memory: '80%' } });
  expect(find(chart, 'Deployment').spec).not.toHaveProperty('replicas');
  const metric = (name: string, averageUtilization: number) => ({
    type: 'Resource',
    resource: { name, target: { type: 'Utilization', averageUtilization } },
  });
  expect(find(chart, 'HorizontalPodAutoscaler').spec).toStrictEqual({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'main-worker' },
    minReplicas: 2,
    maxReplicas: 8,
    metrics: [metric('cpu', 70), metric('memory', 80)],
  });
});

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
        of: ['Role', 'prod', 'ci-main-worker'],
        rules: [{ apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['shop'], verbs: ['patch'] }],
      },
      { of: ['RoleBinding', 'prod', 'ci-main-worker'], roleRef: ['Role', 'ci-main-worker'], subjects },
      {
        of: ['ClusterRole', undefined, 'ci-main-worker'],
        rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
      },
      {
        of: ['ClusterRoleBinding', undefined, 'ci-main-worker'],
        roleRef: ['ClusterRole', 'ci-main-worker'],
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

it('the keeper of a bus in the cluster may read its documents, and write its Secret', () => {
  const chart = newChart();
  withSensor(chart, { bus: managed });
  expect(find(chart, 'Role', 'main-worker-keeper').rules).toStrictEqual([
    { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['main-worker-bus'], verbs: ['get', 'patch', 'update'] },
  ]);
  expect(find(chart, 'RoleBinding', 'main-worker-keeper').subjects).toStrictEqual([
    { kind: 'ServiceAccount', name: 'bus-keeper', namespace: 'messaging' },
  ]);
});

it('a worker may reach its bus, and what its triggers name', () => {
  const chart = newChart();
  const post = (url: string) => http.post({ url }) as unknown as Action<{}>;
  withSensor(
    chart,
    { bus: managed, networkPolicy: { egress: [{ ports: [{ port: 16443 }] }] } },
    {
      near: post('http://shop.prod.svc.cluster.local:8080/x'),
      far: post('https://api.github.com/x'),
    },
  );
  expect(find(chart, 'NetworkPolicy').spec).toMatchSnapshot();
});

it('a JSON patch and a pod template arrive, whatever fields they have', () => {
  const chart = newChart();
  const worker = withSensor(chart, {
    podTemplate: {
      spec: { hostUsers: false, resources: { limits: { cpu: '1' } }, containers: [{ name: 'worker', tty: true }] },
    },
  });
  worker.deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/newer', { field: 1 }));
  worker.serviceAccount.addJsonPatch(JsonPatch.add('/metadata/annotations', { role: 'arn' }));
  const { spec } = find(chart, 'Deployment').spec.template;
  expect(spec).toMatchObject({ hostUsers: false, resources: { limits: { cpu: '1' } }, newer: { field: 1 } });
  expect(spec.containers[0]).toMatchObject({ name: 'worker', tty: true, args: ['worker'] });
  expect(find(chart, 'ServiceAccount').metadata).toMatchObject({ annotations: { role: 'arn' } });
});

describe('a mistake', () => {
  const other: IEventBus = { name: 'other', config: { ...config, name: 'other' } };

  it.each<[string, () => unknown, string]>([
    [
      'a worker without a bus',
      () => new Worker(newChart(), 'main', {} as WorkerProps),
      'ci/main: it has no bus; say which one its event sources and sensors use',
    ],
    ['a name that is none', () => new Worker(newChart(), 'Main', { bus }), "ci/Main: 'Main' cannot name a worker"],
    [
      'more replicas than partitions',
      () => new Worker(newChart(), 'main', { bus, replicas: 17 }),
      'ci/main: replicas 17 must be a whole number from 1 to 16',
    ],
    [
      'an autoscaler that scales on nothing',
      () => new Worker(newChart(), 'main', { bus, autoscaling: { maxReplicas: 4 } }),
      "ci/main: autoscaling needs 'cpu' or 'memory', for example { cpu: '70%' }",
    ],
    [
      'fewer replicas at the most than at the least',
      () => new Worker(newChart(), 'main', { bus, replicas: 3, autoscaling: { maxReplicas: 2, cpu: '70%' } }),
      "ci/main: autoscaling.maxReplicas is less than 'replicas', which is the fewest",
    ],
    [
      'an unknown option',
      () => new Worker(newChart(), 'main', { bus, replica: 3 } as WorkerProps),
      "ci/main: there is no option 'replica', did you mean 'replicas'?",
    ],
    [
      'a source of another bus',
      () => {
        const chart = newChart();
        const worker = new Worker(chart, 'main', { bus });
        return new CalendarEventSource(chart, 'clock', { bus: other, worker, events: { tick: { interval: '5m' } } });
      },
      "ci/clock: it uses event bus 'other', and worker ci/main 'bus'; give it a worker of its bus",
    ],
    [
      'a worker of another namespace',
      () => {
        const chart = newChart();
        const worker = new Worker(new Chart(chart.node.root, 'far', { namespace: 'far' }), 'main', { bus });
        return new CalendarEventSource(chart, 'clock', { bus, worker, events: { tick: { interval: '5m' } } });
      },
      'ci/clock: worker far/main is in another chart, of another namespace or of none; give it a worker beside it',
    ],
    [
      'a worker where the bus lets none in',
      () => new Worker(newChart('shop'), 'main', { bus: managed }),
      "ci/main: event bus 'bus' lets in no worker of namespace 'shop'; add it to 'allowNamespaces' of the bus",
    ],
    [
      'two workers of one name',
      () => {
        const chart = newChart();
        new Worker(chart, 'bus', { bus });
        return new CalendarEventSource(chart, 'clock', { bus, events: { tick: { interval: '5m' } } });
      },
      "ci/default-workers/bus: ci/bus is a worker 'bus' of this namespace already; rename one of them",
    ],
    [
      'a worker that runs nothing',
      () => {
        const chart = newChart();
        new Worker(chart, 'main', { bus });
        return App.of(chart).synthYaml();
      },
      'ci/main: it runs nothing; give it an event source or a sensor, or take it out',
    ],
    [
      'an Ingress to nothing',
      () => {
        const chart = newChart();
        withSensor(chart, { ingress: { host: 'a.example' } });
        return App.of(chart).synthYaml();
      },
      "ci/main: ingress: none of its event sources listens; give it one that does, or take 'ingress' out",
    ],
  ])('is refused: %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
