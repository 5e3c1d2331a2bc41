import { http, log, Sensor, unchecked, WebhookEventSource } from 'eventwright';
import { bus, documentsOf, newChart } from './synthesize.ts';

interface Push {
  readonly after: string;
}

interface Result {
  readonly sha: string;
}

describe('a mistake in a join', () => {
  const github = new WebhookEventSource(newChart(), 'github', {
    bus,
    events: {
      push: { endpoint: '/push', verify: 'none', payload: unchecked<Push>() },
      result: { endpoint: '/result', verify: 'none', payload: unchecked<Result>() },
    },
  });
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
    [
      'no window',
      () => sensor({ correlate: { by } }),
      "ci/deploy: correlate: within is missing; say how long, for example '30m'",
    ],
    [
      'a window of nothing',
      () => correlate({ within: '0s' }),
      "ci/deploy: correlate: within '0s' is too short; the shortest is '1ms'",
    ],
    [
      'a window of more than a year',
      () => correlate({ within: '10000000000h' }),
      "ci/deploy: correlate: within '10000000000h' is too long; the longest is '366d'",
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
      'an event that has to arrive and to be absent',
      () => trigger({ when: 'push && result && !push' }),
      "ci/deploy: trigger 'both': when: 'push && result && !push': it never holds, because an event would have to arrive " +
        'and to be absent at once; take one of the two out',
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
      "ci/github: event 'push': maxEvents 3: only collect: 'all' makes a list; add it, or take 'maxEvents' out",
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
      'a window of repeats of more than a year',
      () => trigger({ dedup: { window: '367d' } }),
      "ci/deploy: trigger 'both': dedup.window '367d' is too long; the longest is '366d'",
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
