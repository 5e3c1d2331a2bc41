import { App, Chart } from 'cdk8s';
import {
  CalendarEventSource,
  githubSignature,
  JetStreamEventBus,
  unchecked,
  WebhookEventSource,
  Worker,
} from 'eventwright';
import { z } from 'zod';
import { KafkaEventSource } from './kinds/kafka.ts';
import { bus, documentsOf, newChart } from './synthesize.ts';

const verify = githubSignature({ name: 'github', key: 'secret' });
const push = { endpoint: '/push', verify } as const;
const tick = { interval: '5m' } as const;

it('an event source is one document, with its defaults resolved', () => {
  const chart = newChart('ci');
  new WebhookEventSource(chart, 'github', {
    bus,
    worker: new Worker(chart, 'edge', { bus }),
    events: { push: { ...push, payload: z.object({ ref: z.string() }) } },
  });
  expect(documentsOf(chart)).toStrictEqual({
    'github-event-source': {
      apiVersion: 'eventwright.dev/v1',
      minRuntime: '0.1.0',
      kind: 'EventSource',
      metadata: { name: 'github', namespace: 'ci', worker: 'edge' },
      bus: { kind: 'jetstream', name: 'bus', servers: ['nats://bus:4222'] },
      spec: {
        kind: 'webhook',
        events: {
          push: {
            endpoint: '/push',
            methods: ['POST'],
            verify: { scheme: 'github', secrets: [{ name: 'github', key: 'secret' }] },
            maxPayloadSize: '1Mi',
            payload: { type: 'object', properties: { ref: { type: 'string' } }, required: ['ref'] },
          },
        },
      },
    },
  });
});

it('a chart without a namespace leaves it to whoever applies it', () => {
  const chart = newChart();
  new CalendarEventSource(chart, 'clock', { bus, events: { tick: { interval: '5m' } } });
  expect(documentsOf(chart)).toMatchObject({
    'clock-event-source': { metadata: { name: 'clock', worker: 'bus' } },
  });
});

it('an unchecked payload leaves no schema behind', () => {
  const chart = newChart();
  new WebhookEventSource(chart, 'github', {
    bus,
    events: { push: { ...push, payload: unchecked<{ ref: string }>() } },
  });
  expect(JSON.stringify(documentsOf(chart))).not.toContain('"payload"');
});

describe('a mistake in a source', () => {
  const webhook = (events: object, id = 'github', chart = newChart()) =>
    new WebhookEventSource(chart, id, { bus, events: events as { push: typeof push } });

  it.each<[string, () => unknown, string]>([
    [
      'an endpoint without its slash',
      () => webhook({ push: { ...push, endpoint: 'push' } }),
      "ci/github: webhook event 'push': endpoint 'push' must start with '/', for example '/push'",
    ],
    [
      'a misspelt option',
      () => webhook({ push: { endpoint: '/push', verfy: verify } }),
      "ci/github: webhook event 'push': there is no option 'verfy', did you mean 'verify'?",
    ],
    ['a name in camel case', () => webhook({ pullRequest: push }), "ci/github: 'pullRequest' cannot name an event"],
    ['a source in capitals', () => webhook({ push }, 'GitHub'), "ci/GitHub: 'GitHub' cannot name an event source"],
    [
      'a payload that JSON cannot say',
      () => webhook({ push: { ...push, payload: z.object({ at: z.date() }) } }),
      "ci/github: webhook event 'push': payload has no JSON Schema (Date cannot be represented in JSON Schema); " +
        'describe what JSON can say, or use unchecked<T>()',
    ],
    [
      'a payload that is no schema of a library',
      () => webhook({ push: { ...push, payload: { type: 'object' } } }),
      "ci/github: webhook event 'push': payload has no JSON Schema (it does not follow Standard JSON Schema, as zod 4.2 does); ",
    ],
    ['no event', () => webhook({}), 'ci/github: it has no event, and does nothing; add one'],
    [
      'more events than servers are told of',
      () => webhook(Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`e${n}`, push]))),
      'ci/github: 1001 events are too many for one event source; declare at most 1000, the others in another',
    ],
    [
      'no bus',
      () => new WebhookEventSource(newChart(), 'github', { events: { push } } as never),
      'ci/github: it has no bus; say which one stores its events',
    ],
    [
      'one endpoint for two events',
      () => webhook({ push, other: { ...push, methods: ['PUT', 'POST'] } }),
      "ci/github: webhook event 'other': another of its events listens on POST /push already",
    ],
    [
      'a schedule that is none',
      () => new CalendarEventSource(newChart(), 'clock', { bus, events: { tick: { schedule: '* * *' } } }),
      "ci/clock: calendar event 'tick': schedule '* * *' is no cron schedule",
    ],
    [
      'a server without its scheme',
      () => JetStreamEventBus.fromConfig({ name: 'bus', servers: ['localhost:4222'] }),
      "event bus 'bus': servers.0 'localhost:4222' is no server's address",
    ],
    [
      'an event that the compiler did not see',
      () => webhook({ push }).event('pusch' as 'push'),
      "ci/github: event 'pusch': there is no such event, did you mean 'push'?",
    ],
  ])('is refused: %s', (_, declare, message) => {
    expect(declare).toThrow(
      expect.objectContaining({ name: 'InvalidSpecError', message: expect.stringContaining(message) }),
    );
  });

  it('is refused: an endpoint that another source of the worker has', () => {
    const chart = newChart();
    webhook({ push }, 'github', chart);
    expect(() => webhook({ push }, 'gitea', chart)).toThrow(
      "ci/gitea: webhook event 'push': ci/github listens on POST /push already; " +
        'give one of them another endpoint, other methods, or another worker',
    );
    const edge = new Worker(chart, 'edge', { bus });
    expect(() => new WebhookEventSource(chart, 'forgejo', { bus, worker: edge, events: { push } })).not.toThrow();
  });

  it('is refused: what a source of another chart of the namespace has', () => {
    const app = new App();
    const [ci, other, prod] = [
      ['a', 'ci'],
      ['b', 'ci'],
      ['c', 'prod'],
    ].map(([id = '', namespace = '']) => new Chart(app, id, { namespace }));
    webhook({ push }, 'github', ci);
    expect(() => webhook({ push }, 'github', other)).toThrow(
      "b/github: a/github is an event source 'github' of this namespace already; rename one of them",
    );
    expect(() => webhook({ push }, 'gitea', other)).toThrow('a/github listens on POST /push already');
    expect(() => webhook({ push }, 'github', prod)).not.toThrow();
  });

  it('is refused: a name that another source of the chart has', () => {
    const app = new App();
    const chart = new Chart(app, 'ci');
    webhook({ push }, 'github', chart);
    expect(() => new CalendarEventSource(new Chart(chart, 'sub'), 'github', { bus, events: { tick } })).not.toThrow();
    const wrapper = new CalendarEventSource(chart, 'clock', { bus, events: { tick } });
    expect(() => new CalendarEventSource(wrapper as never, 'github', { bus, events: { tick } })).toThrow(
      "ci/clock/github: ci/github is an event source 'github' of this namespace already; rename one of them",
    );
  });
});

it("a third party's kind is a document too; only a runtime that has the kind reads it", () => {
  const chart = newChart();
  new KafkaEventSource(chart, 'images', {
    bus,
    brokers: ['kafka:9092'],
    events: { pushed: { topic: 'images', consumerGroup: 'ci', payload: z.object({ digest: z.string() }) } },
  });
  expect(documentsOf(chart)).toMatchObject({
    'images-event-source': {
      spec: {
        kind: 'kafka',
        brokers: ['kafka:9092'],
        events: { pushed: { topic: 'images', consumerGroup: 'ci', payload: { required: ['digest'] } } },
      },
    },
  });
});
