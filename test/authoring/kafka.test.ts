import { ExternalKafkaBus, type ExternalKafkaBusProps, log, Sensor, unchecked, WebhookEventSource } from 'eventwright';
import { parseDocument } from '../../model/document/parse-document.ts';
import { documentsOf, newChart } from './synthesize.ts';

/** A source on Kafka, with what a sensor may depend on. */
function declare(options: Omit<ExternalKafkaBusProps, 'brokers'> = {}) {
  const chart = newChart('ci');
  const bus = new ExternalKafkaBus(chart, 'bus', { brokers: ['kafka:9092'], ...options });
  const payload = unchecked<{ readonly sha: string }>();
  const git = new WebhookEventSource(chart, 'git', {
    bus,
    events: {
      push: { endpoint: '/push', verify: 'none', payload },
      image: { endpoint: '/image', verify: 'none', payload },
    },
  });
  return { chart, git };
}

type Declared = ReturnType<typeof declare>;

/** Joins pushes and images; says only what every bus promises. */
const join = ({ chart, git }: Declared) =>
  new Sensor(chart, 'deploy', {
    dependencies: { push: git.event('push'), image: git.event('image') },
    correlate: { by: { push: ({ data }) => data.sha, image: ({ data }) => data.sha }, within: '30d' },
    triggers: { both: { action: log(), template: ({ push }) => push.id, retry: { steps: 100, duration: '1h' } } },
  });

it('documents of a program on Kafka are read as they are written', () => {
  const declared = declare({ partitions: 12 });
  join(declared);
  const documents = Object.entries(documentsOf(declared.chart)).map(([name, document]) =>
    parseDocument(JSON.stringify(document), name),
  );
  expect(documents.map(({ kind, metadata: { name }, bus }) => `${kind} ${name} ${bus.kind}`)).toStrictEqual([
    'Keeper bus kafka',
    'EventSource git kafka',
    'Sensor deploy kafka',
  ]);
});

const inOrder = 'correlate by it';

it.each<[string, Omit<ExternalKafkaBusProps, 'brokers'>, (declared: Declared) => unknown, string]>([
  [
    'a trigger that waits',
    {},
    ({ chart, git }) =>
      new Sensor(chart, 'later', {
        dependencies: { push: git.event('push') },
        triggers: { wait: { action: log(), template: ({ push }) => push.id, suspended: true } },
      }),
    "ci/later: trigger 'wait': suspended: its events wait on the bus 'bus', which removes them after a while",
  ],
  [
    'a join of every repeat',
    {},
    ({ chart, git }) =>
      new Sensor(chart, 'twice', {
        dependencies: { push: git.event('push'), image: git.event('image') },
        triggers: { both: { action: log(), template: ({ push }) => push.id, dedup: false } },
      }),
    "ci/twice: trigger 'both': dedup: false takes a repeat for another event, and the bus 'bus' stores repeats",
  ],
  [
    'the first of several',
    { partitions: 12 },
    ({ chart, git }) =>
      new Sensor(chart, 'first', {
        dependencies: { push: git.event('push', { collect: 'first' }), image: git.event('image') },
        triggers: { both: { action: log(), template: ({ push }) => push.id } },
      }),
    inOrder,
  ],
  [
    'a trigger that is added later',
    { partitions: 12 },
    ({ chart, git }) =>
      new Sensor(chart, 'added', {
        dependencies: { push: git.event('push', { collect: 'all' }), image: git.event('image') },
      }).addTrigger('both', { when: 'push && image', action: log(), template: ({ push }) => push.length }),
    inOrder,
  ],
])('what Kafka does not promise is refused where a sensor relies on it: %s', (_, options, sensor, message) => {
  expect(() => sensor(declare(options))).toThrow(
    expect.objectContaining({ name: 'InvalidSpecError', message: expect.stringContaining(message) }),
  );
});

it('a bus that is told to promise more is relied on', () => {
  const { chart, git } = declare({ retention: 'unlimited', partitions: 1 });
  new Sensor(chart, 'first', {
    dependencies: { push: git.event('push', { collect: 'first' }), image: git.event('image', { collect: 'all' }) },
    triggers: { both: { action: log(), template: ({ push }) => push.id, suspended: true } },
  });
  expect(Object.keys(documentsOf(chart))).toContain('first-sensor');
});
