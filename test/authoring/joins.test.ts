import { log, Sensor, unchecked, WebhookEventSource } from 'eventwright';
import { parseDocument } from '../../model/document/parse-document.ts';
import { bus, documentsOf, newChart } from './synthesize.ts';

interface Push {
  readonly after: string;
}

interface Result {
  readonly sha: string;
  readonly ok: boolean;
}

function declare(chart = newChart()) {
  const source = (name: string) =>
    new WebhookEventSource(chart, name, {
      bus,
      events: {
        push: { endpoint: `/${name}/push`, verify: 'none', payload: unchecked<Push>() },
        result: { endpoint: `/${name}/result`, verify: 'none', payload: unchecked<Result>() },
      },
    });
  return { chart, github: source('github'), gitlab: source('gitlab') };
}

const delivery = {
  retry: { steps: 10, duration: '1s', factor: 2, cap: '60s', jitter: 0.2 },
  timeout: '30s',
  suspended: false,
  start: 'now',
  resets: [],
};

it('a sensor that joins events is one document, with its keys as text and its defaults resolved', () => {
  const { chart, github } = declare();
  new Sensor(chart, 'deploy', {
    dependencies: {
      push: github.event('push', { collect: 'first' }),
      results: github.event('result', {
        during: { start: '22:00', stop: '06:00', timeZone: 'Europe/Oslo' },
        collect: 'all',
        maxEvents: 3,
      }),
    },
    correlate: {
      bind: { digits: 8, short: (sha: string, digits: number) => sha.slice(0, digits) },
      by: {
        push: ({ data }, { digits, short }) => short(data.after, digits),
        results: ({ data }) => data.sha,
      },
      within: '30m',
    },
    triggers: {
      deploy: {
        action: log(),
        template: ({ push, results }) => [push.data.after, results.length],
        resets: [{ schedule: '0 0 * * *' }, { schedule: '0 12 * * *', timeZone: 'Europe/Oslo' }],
        formerName: 'release',
      },
      late: {
        when: 'push && !results',
        action: log(),
        template: ({ push }) => push.data.after,
        dedup: false,
      },
      each: {
        when: 'push || results',
        action: log(),
        template: ({ push, results }) => push?.id ?? results?.[0].id,
        dedup: { window: '1h' },
      },
    },
  });
  const document = documentsOf(chart)['deploy-sensor'] as { spec: object };
  expect(document.spec).toStrictEqual({
    dependencies: {
      push: { eventSource: 'github', event: 'push', onFilterError: 'deadLetter', collect: 'first', maxEvents: 100 },
      results: {
        eventSource: 'github',
        event: 'result',
        onFilterError: 'deadLetter',
        during: { start: '22:00', stop: '06:00', timeZone: 'Europe/Oslo' },
        collect: 'all',
        maxEvents: 3,
      },
    },
    correlate: {
      by: {
        push: {
          code: '({ data }, { digits, short }) => short(data.after, digits)',
          bind: { digits: 8 },
          helpers: { short: { code: '(sha, digits) => sha.slice(0, digits)' } },
        },
        results: { code: '({ data }) => data.sha' },
      },
      within: '30m',
      onTimeout: 'deadLetter',
      maxOpen: 100_000,
    },
    triggers: {
      deploy: {
        when: 'push && results',
        action: { kind: 'log', level: 'info' },
        template: { code: '({ push, results }) => [push.data.after, results.length]' },
        ...delivery,
        resets: [
          { schedule: '0 0 * * *', timeZone: 'UTC' },
          { schedule: '0 12 * * *', timeZone: 'Europe/Oslo' },
        ],
        dedup: { window: '5m' },
        formerName: 'release',
      },
      late: {
        when: 'push && !results',
        action: { kind: 'log', level: 'info' },
        template: { code: '({ push }) => push.data.after' },
        ...delivery,
        dedup: false,
      },
      each: {
        when: 'push || results',
        action: { kind: 'log', level: 'info' },
        template: { code: '({ push, results }) => push?.id ?? results?.[0].id' },
        ...delivery,
        dedup: { window: '1h' },
      },
    },
  });
  expect(parseDocument(JSON.stringify(document), 'deploy')).toStrictEqual(document);
});

it.each([
  ['push', false],
  ['push || result', false],
  ['push && result', { window: '5m' }],
  ['push && !result', { window: '5m' }],
  [undefined, { window: '5m' }],
])('a trigger whose condition is %p takes as repeats: %j', (when, dedup) => {
  const { chart, github } = declare();
  new Sensor(chart, 'deploy', {
    dependencies: { push: github.event('push'), result: github.event('result') },
    correlate: { by: { push: ({ data }) => data.after, result: ({ data }) => data.sha }, within: '30m' },
    triggers: { anchor: { when: 'push && result', action: log(), template: ({ push }) => push.id } },
  }).addTrigger('t', { ...(when !== undefined && { when }), action: log(), template: () => '' });
  expect(documentsOf(chart)['deploy-sensor']).toMatchObject({ spec: { triggers: { t: { dedup } } } });
});

it('an event of one name may come from several sources, and one event through two dependencies', () => {
  const { chart, github, gitlab } = declare();
  new Sensor(chart, 'deploy', {
    dependencies: {
      push: github.event('push'),
      mirrored: gitlab.event('push'),
      good: github.event('result', { filter: ({ data }) => data.ok }),
      bad: github.event('result', { filter: ({ data }) => !data.ok }),
    },
    triggers: {
      all: { action: log(), template: ({ push, mirrored, good, bad }) => [push.id, mirrored.id, good.id, bad.id] },
    },
  });
  const { spec } = documentsOf(chart)['deploy-sensor'] as { spec: { dependencies: object; triggers: object } };
  const addresses = Object.values(spec.dependencies).map(({ eventSource, event }) => `${eventSource}/${event}`);
  expect(addresses).toStrictEqual(['github/push', 'gitlab/push', 'github/result', 'github/result']);
  expect(spec.triggers).toMatchObject({ all: { when: 'push && mirrored && good && bad', dedup: { window: '5m' } } });
});

it('triggers that are added one by one may be what joins', () => {
  const { chart, github } = declare();
  const sensor = new Sensor(chart, 'deploy', {
    dependencies: { push: github.event('push'), results: github.event('result', { collect: 'all' }) },
    correlate: { by: { push: ({ data }) => data.after, results: ({ data }) => data.sha }, within: '30m' },
  });
  sensor.addTrigger('note', { when: 'push', action: log(), template: ({ push }) => push.id });
  expect(() => documentsOf(chart)).toThrow('ci/deploy: correlate: no trigger joins events');
  sensor.addTrigger('both', { action: log(), template: ({ push, results }) => [push.id, results.length] });
  expect(() => documentsOf(chart)).not.toThrow();
});
