import { JsonPatch } from 'cdk8s';
import { CalendarEventSource } from '../event-source/calendar.ts';
import { WebhookEventSource } from '../event-source/webhook.ts';
import type { Action } from '../trigger/action.ts';
import { http } from '../trigger/http.ts';
import { log } from '../trigger/log.ts';
import { bus, config, find, managed, newChart, objectsOf, push, withSensor } from './testing/worker-chart.ts';
import { Worker } from './worker.ts';

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
  const { 'app.kubernetes.io/version': _, ...ofPods } = labels;
  expect(spec.template.metadata.labels).toStrictEqual({ ...ofPods, 'eventwright.dev/bus': 'bus' });
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

it('Prometheus is told of the pods in its own words', () => {
  const chart = newChart();
  withSensor(chart, { podMonitor: { labels: { release: 'prometheus' }, interval: '1.5m' } });
  const { metadata, spec } = find(chart, 'PodMonitor');
  expect(metadata).toMatchObject({ labels: { release: 'prometheus' } });
  expect(spec.podMetricsEndpoints).toStrictEqual([{ port: 'operations', path: '/metrics', interval: '90s' }]);
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
