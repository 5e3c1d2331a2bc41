import { App, Chart } from 'cdk8s';
import { http, JetStreamEventBus, Sensor, unchecked, WebhookEventSource } from '../../../constructs/index.ts';
import type { Duration } from '../../../model/duration.ts';
import type { EventAddress } from '../../../model/event/address.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import { documentsOf, type Program, programNamespace, writeDocuments } from '../../support/program.ts';
import type { ChaosBus } from '../bus/chaos-bus.ts';

interface Half {
  readonly key: string;
}

export interface JoinProgramOptions {
  /** Where both halves are posted to: `{ "id": "a-1 b-1" }`. */
  readonly target: string;
  readonly bus: ChaosBus['spec'];
  /** How long halves of one key wait for each other; any two meet where it is left out. */
  readonly within?: Duration;
}

/** The trigger that joins. */
export const pair: TriggerName = { namespace: programNamespace, sensor: 'join', trigger: 'pair' };

/** Where the halves are. */
export const halves: readonly EventAddress[] = ['a', 'b'].map((event) => ({
  class: 'event',
  namespace: programNamespace,
  eventSource: 'halves',
  event,
}));

/** One sensor that posts pairs of `a` and `b`; halves that stay alone are dead-lettered. */
export function writeJoinProgram({ target, bus: running, within }: JoinProgramOptions): Promise<Program> {
  const app = new App();
  const chart = new Chart(app, 'joins', { namespace: programNamespace });
  const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://127.0.0.1:4222'] });
  const half = unchecked<Half>();
  const source = WebhookEventSource.fromName('halves', { bus, events: { a: half, b: half } });
  const dependencies = { a: source.event('a'), b: source.event('b') };
  const key = ({ data }: { readonly data: Half }) => data.key;
  const sensor = within
    ? new Sensor(chart, pair.sensor, { dependencies, correlate: { by: { a: key, b: key }, within } })
    : new Sensor(chart, pair.sensor, { dependencies });
  sensor.addTrigger(pair.trigger, {
    when: 'a && b',
    start: 'beginning',
    action: http.post({ url: target }),
    template: ({ a, b }) => ({ body: { id: `${a.id} ${b.id}` } }),
  });
  return writeDocuments(documentsOf(app, running));
}
