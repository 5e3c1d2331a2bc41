import { App, Chart, Testing } from 'cdk8s';
import type { IEventBus } from '../../event-bus/event-bus.ts';
import { CalendarEventSource } from '../../event-source/calendar.ts';
import { Sensor } from '../../sensor/sensor.ts';
import type { Action } from '../../trigger/action.ts';
import { log } from '../../trigger/log.ts';
import type { ApiAccess } from '../../workload/pod-needs.ts';
import { Worker, type WorkerProps } from '../worker.ts';

export const config = { kind: 'jetstream', name: 'bus', servers: ['tls://nats.messaging:4222'] } as const;
/** Servers that someone else runs. */
export const bus: IEventBus = { name: 'bus', config };
/** Servers and a keeper in the cluster. */
export const managed: IEventBus = {
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

export const push = { endpoint: '/push', verify: 'none' } as const;
export const newChart = (namespace: string | undefined = 'ci') =>
  new Chart(new App(), 'ci', namespace === undefined ? {} : { namespace });

interface Made {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // biome-ignore lint/suspicious/noExplicitAny: whatever was written
  readonly [field: string]: any;
}

export function objectsOf(chart: Chart): readonly Made[] {
  return Testing.synth(chart);
}

export function find(chart: Chart, kind: string, name = 'main-worker'): Made {
  const found = objectsOf(chart).filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} objects are ${kind} ${name}`);
  return found[0] as Made;
}

/** A worker with a sensor that logs, and more triggers. */
export function withSensor(
  chart: Chart,
  { id = 'main', ...props }: Partial<WorkerProps> & { readonly id?: string } = {},
  actions: Readonly<Record<string, Action<{}>>> = {},
) {
  const of = props.bus ?? bus;
  const worker = new Worker(chart, id, { bus: of, ...props });
  const clock = new CalendarEventSource(chart, 'clock', { bus: of, worker, events: { tick: { interval: '5m' } } });
  const sensor = new Sensor(chart, 'note', {
    worker,
    dependencies: { tick: clock.event('tick') },
    triggers: { note: { action: log(), template: () => 'tick' } },
  });
  for (const [name, action] of Object.entries(actions)) sensor.addTrigger(name, { action, template: () => ({}) });
  return worker;
}

/** An action with these rights. */
export const access = (...rules: readonly ApiAccess[]): Action<{}> => ({
  kind: 'fake',
  options: {},
  needs: { access: rules },
});
