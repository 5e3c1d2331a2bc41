import type { SensorDocument } from '../../../model/document/document.ts';
import type { CloudEvent } from '../../../model/event/cloud-event.ts';
import { type Bindings, readExpression } from '../../../model/expression/index.ts';
import type { DependencySpec } from '../../../model/sensor/sensor.ts';
import type { TriggerSpec } from '../../../model/trigger/trigger.ts';
import type { Arrived } from '../arrived.ts';
import { compileSensor } from '../compile-sensor.ts';
import type { CompiledTrigger } from '../compiled-trigger.ts';

type Fields = Readonly<Record<string, never>>;

/** What expressions of a test see: any fields, since payloads are the sender's. */
export type AnyEvent = CloudEvent<Fields, Fields>;

export function stored<In, Out>(fn: (input: In, bind: never) => Out, bind?: Bindings) {
  return readExpression(fn as never, { at: 'test', ...(bind && { bind }) });
}

export interface TestSensor {
  readonly dependencies: Readonly<Record<string, Partial<DependencySpec>>>;
  readonly triggers: Readonly<Record<string, Partial<TriggerSpec>>>;
}

/** A sensor `deploy`; each dependency is on `ci/github/push`, each trigger logs, unless it says otherwise. */
export function sensorDocument({ dependencies, triggers }: TestSensor): SensorDocument {
  const dependency = {
    eventSource: 'github',
    event: 'push',
    onFilterError: 'deadLetter',
    collect: 'latest',
    maxEvents: 100,
  } as const;
  const trigger: TriggerSpec = {
    when: 'push',
    action: { kind: 'log', level: 'info' },
    template: stored(() => 'hello'),
    retry: { steps: 10, duration: '1s', factor: 2, cap: '60s', jitter: 0.2 },
    timeout: '30s',
    suspended: false,
    start: 'now',
    resets: [],
    dedup: false,
  };
  return {
    apiVersion: 'eventwright.dev/v1',
    minRuntime: '0.1.0',
    kind: 'Sensor',
    metadata: { name: 'deploy', worker: 'default' },
    bus: { kind: 'memory', name: 'bus' },
    spec: {
      dependencies: Object.fromEntries(
        Object.entries(dependencies).map(([name, spec]) => [name, { ...dependency, ...spec }]),
      ),
      triggers: Object.fromEntries(Object.entries(triggers).map(([name, spec]) => [name, { ...trigger, ...spec }])),
    },
  };
}

/** The trigger `announce` of a sensor in namespace `ci`. */
export function announce(
  dependencies: TestSensor['dependencies'],
  trigger: TestSensor['triggers'][string],
): CompiledTrigger {
  const document = sensorDocument({ dependencies, triggers: { announce: trigger } });
  return compileSensor(document, 'ci').triggers[0] as CompiledTrigger;
}

/** An event `push` of the event source `github`. */
export function arrived(data: unknown, event = 'push'): Arrived {
  return {
    address: { class: 'event', namespace: 'ci', eventSource: 'github', event },
    event: {
      id: '8f2c',
      source: '/ci/github',
      type: 'eventwright.webhook',
      subject: event,
      time: '2026-11-21T10:00:00Z',
      data,
      meta: { headers: { 'x-github-event': event } },
      extensions: {},
    },
  };
}
