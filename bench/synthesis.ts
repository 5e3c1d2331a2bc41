import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { JetStreamEventBus, log, Sensor, unchecked, WebhookEventSource } from '../constructs/index.ts';
import { compare, type Figure, median } from './support/figure.ts';

interface Push {
  readonly ref: string;
  readonly after: string;
}

const many = 1_000;
const few = 250;
const rounds = 15;

/** A program with many sensors on one worker, against the same objects written as they are. */
export async function* synthesisFigures(): AsyncIterable<Figure> {
  const objects = Testing.synth(declare(many));
  const measured = await compare(
    rounds,
    async () => milliseconds(() => declare(many)),
    async () => milliseconds(() => repeat(objects)),
  );
  yield { name: `${many} sensors`, unit: 'ms', ...measured, goal: { of: 'ratio', below: 1.5 } };
  const small = median(Array.from({ length: rounds }, () => milliseconds(() => declare(few))));
  yield {
    name: `a sensor of ${many} against one of ${few}`,
    unit: 'times',
    ours: measured.ours / many / (small / few),
    goal: { of: 'ours', below: 1.5 },
  };
}

function milliseconds(make: () => Chart): number {
  const begun = performance.now();
  App.of(make()).synthYaml();
  return performance.now() - begun;
}

function declare(sensors: number): Chart {
  const chart = new Chart(new App(), 'ci', { namespace: 'ci' });
  const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://nats:4222'] });
  const github = new WebhookEventSource(chart, 'github', {
    bus,
    events: { push: { endpoint: '/push', verify: 'none', payload: unchecked<Push>() } },
  });
  for (let i = 0; i < sensors; i++)
    new Sensor(chart, `sensor-${i}`, {
      dependencies: {
        push: github.event('push', {
          bind: { branch: `refs/heads/team-${i}` },
          filter: ({ data }, { branch }) => data.ref === branch,
        }),
      },
      triggers: { note: { action: log(), template: ({ push }) => ({ sha: push.data.after }) } },
    });
  return chart;
}

function repeat(objects: readonly { readonly apiVersion: string; readonly kind: string }[]): Chart {
  const chart = new Chart(new App(), 'ci', { namespace: 'ci' });
  for (const [i, object] of objects.entries()) new ApiObject(chart, `object-${i}`, { ...object });
  return chart;
}
