import { App, Chart } from 'cdk8s';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { CalendarEventSource } from '../event-source/calendar.ts';
import { WebhookEventSource } from '../event-source/webhook.ts';
import { bus, config, managed, newChart, withSensor } from './testing/worker-chart.ts';
import { Worker, type WorkerProps } from './worker.ts';

describe('a mistake', () => {
  const other: IEventBus = { name: 'other', config: { ...config, name: 'other' } };

  it.each<[string, () => unknown, string]>([
    [
      'a worker without a bus',
      () => new Worker(newChart(), 'main', {} as WorkerProps),
      'ci/main: it has no bus; say which one its event sources and sensors use',
    ],
    ['a name that is none', () => new Worker(newChart(), 'Main', { bus }), "ci/Main: 'Main' cannot name a worker"],
    ...(
      [
        ['1main', "ci/1main: '1main' cannot name a worker; begin with a letter"],
        ['a'.repeat(57), `at most 56 characters, for example '${'a'.repeat(56)}'`],
      ] as const
    ).map(([id, message]): [string, () => unknown, string] => [
      `a name of no Service: ${id}`,
      () => new Worker(newChart(), id, { bus }),
      message,
    ]),
    [
      'a label that policies go by',
      () => new Worker(newChart(), 'main', { bus, labels: { 'eventwright.dev/bus': 'other' } }),
      "ci/main: labels: 'eventwright.dev/bus' is ours",
    ],
    [
      'a policy with a misspelt list',
      () => new Worker(newChart(), 'main', { bus, networkPolicy: { egres: [] } } as WorkerProps),
      "ci/main: networkPolicy: there is no option 'egres', did you mean 'egress'?",
    ],
    [
      'a policy of one rule',
      () => new Worker(newChart(), 'main', { bus, networkPolicy: { egress: {} } } as unknown as WorkerProps),
      'ci/main: networkPolicy.egress {} must be a list',
    ],
    [
      'an Ingress of a URL',
      () => new Worker(newChart(), 'main', { bus, ingress: { host: 'https://x.example/' } }),
      "ci/main: ingress.host 'https://x.example/' is no host name; write it like 'hooks.example.com'",
    ],
    [
      'a host name in upper case',
      () =>
        new Worker(newChart(), 'main', {
          bus,
          httpRoute: { parentRefs: [{ name: 'edge' }], hostnames: ['A.example'] },
        }),
      "ci/main: httpRoute.hostnames.0 'A.example' is no host name",
    ],
    [
      'an address',
      () => new Worker(newChart(), 'main', { bus, ingress: { host: '10.1.2.3' } }),
      "ci/main: ingress.host '10.1.2.3' is no host name",
    ],
    [
      'a share of a request that there is not',
      () => {
        const chart = newChart();
        const resources = { limits: { memory: '1Gi' } };
        withSensor(chart, { autoscaling: { maxReplicas: 4, cpu: '50%', memory: '80%' }, resources });
        return App.of(chart).synthYaml();
      },
      "ci/main: autoscaling.cpu is a share of what the pods request, and container 'worker' requests no cpu; set resources.requests.cpu",
    ],
    [
      'a sidecar that requests nothing, beside an autoscaler',
      () => {
        const chart = newChart();
        const containers = [{ name: 'side', image: 'side:1' }];
        withSensor(chart, { autoscaling: { maxReplicas: 4, cpu: '50%' }, containers });
        return App.of(chart).synthYaml();
      },
      "container 'side' requests no cpu",
    ],
    [
      'more endpoints than a route takes',
      () => {
        const chart = newChart();
        const worker = new Worker(chart, 'main', { bus, httpRoute: { parentRefs: [{ name: 'edge' }] } });
        const events = Array.from({ length: 129 }, (_, i) => [`e${i}`, { endpoint: `/${i}`, verify: 'none' as const }]);
        new WebhookEventSource(chart, 'hooks', { bus, worker, events: Object.fromEntries(events) });
        return App.of(chart).synthYaml();
      },
      'ci/main: httpRoute: there are 129 endpoints, and an HTTPRoute takes 128; give some event sources another worker',
    ],
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
      'the name of a worker in place of a worker',
      () => {
        const worker = 'hooks' as unknown as Worker;
        return new CalendarEventSource(newChart(), 'clock', { bus, worker, events: { tick: { interval: '5m' } } });
      },
      "ci/clock: worker: 'hooks' is no Worker; pass the construct, for example new Worker(chart, 'hooks', { bus })",
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
