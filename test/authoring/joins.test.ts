import { http, log, Sensor, unchecked, WebhookEventSource } from 'eventwright';
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

describe('a mistake in a join', () => {
  const { github } = declare();
  const push = github.event('push');
  const result = github.event('result');
  const by = { push: ({ data }: { data: Push }) => data.after, result: ({ data }: { data: Result }) => data.sha };
  const both = { action: log(), template: () => 'both' };
  const sensor = (props: object) => {
    const chart = newChart();
    new Sensor(chart, 'deploy', { dependencies: { push, result }, triggers: { both }, ...props } as never);
    return documentsOf(chart);
  };
  const correlate = (change: object) => sensor({ correlate: { by, within: '30m', ...change } });
  const trigger = (change: object) => sensor({ triggers: { both: { ...both, ...change } } });
  const branch = 'main';

  it.each<[string, () => unknown, string]>([
    [
      'an unknown name among the keys',
      () => correlate({ by: { ...by, resutl: by.result } }),
      "ci/deploy: correlate: by: 'resutl' is no dependency, did you mean 'result'?",
    ],
    [
      'a key that is missing',
      () => correlate({ by: { push: by.push } }),
      "ci/deploy: trigger 'both': when: 'push && result': 'result' has no key in correlate.by, and would meet nothing; " +
        "add by: { 'result': (event) => … }",
    ],
    [
      'a key with a free variable',
      () => correlate({ by: { ...by, push: ({ data }: { data: Push }) => data.after + branch } }),
      "ci/deploy: correlate: by.push: 'branch' comes from outside the function, bind it",
    ],
    [
      'a bound value that is not JSON',
      () =>
        correlate({
          bind: { since: new Date(0) },
          by: { ...by, push: (_: object, { since }: { since: Date }) => since.toString() },
        }),
      'ci/deploy: correlate: by.push: bind.since',
    ],
    ['no window', () => sensor({ correlate: { by } }), 'ci/deploy: correlate: within is missing'],
    [
      'a window of nothing',
      () => correlate({ within: '0s' }),
      "ci/deploy: correlate: within '0s' is too short; the shortest is '1ms'",
    ],
    [
      'a misspelt option of correlate',
      () => correlate({ onTimout: 'drop' }),
      "ci/deploy: correlate: there is no option 'onTimout', did you mean 'onTimeout'?",
    ],
    ['no key open at a time', () => correlate({ maxOpen: 0 }), 'ci/deploy: correlate: maxOpen 0 must be at least 1'],
    [
      'correlate where nothing is joined',
      () => sensor({ correlate: { by, within: '30m' }, triggers: { both: { ...both, when: 'push || result' } } }),
      "ci/deploy: correlate: no trigger joins events, so it does nothing; name several in a condition (when: 'push && image'), or take it out",
    ],
    [
      'an absence without a window',
      () => trigger({ when: 'push && !result' }),
      "ci/deploy: trigger 'both': when: 'push && !result': '!' is not known before a window ends, and without " +
        "'correlate' none does; add correlate: { by, within: '30m' }",
    ],
    [
      'an absence alone',
      () => trigger({ when: '!push' }),
      "ci/deploy: trigger 'both': when: '!push': it holds when nothing has arrived, so no event would open its window; " +
        "name with '&&' an event that must arrive, for example 'push && !image'",
    ],
    [
      'collect where nothing is joined',
      () =>
        sensor({
          dependencies: { push, result: github.event('result', { collect: 'all' }) },
          triggers: { both: { ...both, when: 'push' } },
        }),
      "ci/deploy: dependency 'result': collect 'all' is for joins, and no condition joins 'result' with another event; take it out",
    ],
    [
      'a way to collect that there is not',
      () => github.event('push', { collect: 'last' as never }),
      "ci/github: event 'push': collect 'last' is not allowed, did you mean 'latest'?",
    ],
    [
      'a limit of what is no list',
      () => github.event('push', { maxEvents: 3 }),
      "ci/github: event 'push': maxEvents: only collect: 'all' makes a list; add it, or take 'maxEvents' out",
    ],
    [
      'a list of none',
      () => github.event('push', { collect: 'all', maxEvents: 0 }),
      "ci/github: event 'push': maxEvents 0 must be at least 1",
    ],
    [
      'a time of day that is none',
      () => github.event('push', { during: { start: '9am', stop: '17:00' } }),
      "ci/github: event 'push': during.start '9am' is no time of day; write it like '09:00' or '09:00:30'",
    ],
    [
      'a time of day that is over at once',
      () => github.event('push', { during: { start: '09:00', stop: '09:00' } }),
      "ci/github: event 'push': during.stop '09:00' is when it starts, and no event would count",
    ],
    [
      'a time of day in no zone',
      () => github.event('push', { during: { start: '09:00', stop: '17:00', timeZone: 'Oslo' } }),
      "ci/github: event 'push': during.timeZone 'Oslo' is no time zone; name one of the IANA database, for example 'Europe/Oslo'",
    ],
    [
      'a reset of what does not wait',
      () => trigger({ when: 'push', resets: [{ schedule: '0 0 * * *' }] }),
      "ci/deploy: trigger 'both': resets: it acts on one event at a time, and none waits for another; take 'resets' out",
    ],
    [
      'a reset that never comes',
      () => trigger({ resets: [{ schedule: '0 0 31 2 *' }] }),
      "ci/deploy: trigger 'both': resets.0.schedule '0 0 31 2 *' never comes; look at its day and month",
    ],
    [
      'a reset in no zone',
      () => trigger({ resets: [{ schedule: '0 0 * * *', timeZone: 'Oslo' }] }),
      "ci/deploy: trigger 'both': resets.0.timeZone 'Oslo' is no time zone",
    ],
    [
      'a window of repeats of nothing',
      () => trigger({ dedup: { window: '0m' } }),
      "ci/deploy: trigger 'both': dedup.window '0m' is too short; the shortest is '1ms'",
    ],
    [
      'repeats that are no window',
      () => trigger({ dedup: true }),
      "ci/deploy: trigger 'both': dedup true must be { window: '5m' }, or false to take each",
    ],
    [
      'a former name that is none',
      () => trigger({ formerName: 'Deploy' }),
      "ci/deploy: trigger 'both': formerName: 'Deploy' cannot name a trigger; use lower-case letters, digits and '-', " +
        "at most 63 characters, for example 'deploy'",
    ],
    [
      'a former name that is its own',
      () => trigger({ formerName: 'both' }),
      "ci/deploy: trigger 'both': formerName 'both' is its own name; write what it was called before, or take it out",
    ],
    [
      'the former name of a trigger that is still there',
      () => sensor({ triggers: { both, other: { ...both, formerName: 'both' } } }),
      "ci/deploy: trigger 'other': formerName 'both' is a trigger that is still there; name one that is no more, or take it out",
    ],
    [
      'one former name of two triggers',
      () => sensor({ triggers: { both: { ...both, formerName: 'old' }, other: { ...both, formerName: 'old' } } }),
      "ci/deploy: trigger 'other': formerName 'old' is that of 'both' too; only one can go on where it stood",
    ],
    [
      'a key too many in what is told of joined events',
      () => trigger({ action: http.post({ url: 'https://x' }), template: () => ({ bodyy: 1 }) }),
      "ci/deploy: trigger 'both': template",
    ],
  ])('is refused: %s', (_, declare, message) => {
    expect(declare).toThrow(message);
  });
});
