import { parseSpec } from '../schema.ts';
import { retrySchema } from '../trigger/retry.ts';
import type { TriggerSpec } from '../trigger/trigger.ts';
import { problemsOf } from './problems-of.ts';
import type { DependencySpec, SensorSpec } from './sensor.ts';

const event: DependencySpec = {
  eventSource: 'ci',
  event: 'any',
  onFilterError: 'deadLetter',
  collect: 'latest',
  maxEvents: 100,
};
const code = '({ data }) => data.sha';
const correlate: SensorSpec['correlate'] = {
  by: { push: { code }, image: { code } },
  within: '30m',
  onTimeout: 'deadLetter',
  maxOpen: 10,
};
const trigger = (when: string, formerName?: string): TriggerSpec => ({
  when,
  action: { kind: 'log', level: 'info' },
  template: { code: '() => 1' },
  retry: parseSpec(retrySchema, {}, ''),
  timeout: '30s',
  suspended: false,
  start: 'now',
  resets: [],
  dedup: false,
  ...(formerName !== undefined && { formerName }),
});
const sensor = (change: Partial<SensorSpec>): SensorSpec => ({
  dependencies: { push: event, image: event },
  triggers: { deploy: trigger('push && image') },
  ...change,
});

it.each<[string, Partial<SensorSpec>]>([
  ['a join', { correlate }],
  ['a list of what is joined', { dependencies: { push: event, image: { ...event, collect: 'all' } } }],
  [
    'a trigger of one event beside a join',
    { correlate, triggers: { a: trigger('push && image'), b: trigger('push') } },
  ],
  ['triggers renamed in a row', { triggers: { a: trigger('push', 'x'), b: trigger('push', 'y') } }],
])('nothing is wrong with %s', (_, change) => {
  expect(problemsOf(sensor(change))).toStrictEqual([]);
});

it.each<[string, Partial<SensorSpec>, string]>([
  [
    'correlate without a join',
    { correlate, triggers: { a: trigger('push || image') } },
    "correlate: no trigger joins events, so it does nothing; name several in a condition (when: 'push && image'), or take it out",
  ],
  [
    'collect without a join',
    { dependencies: { push: event, image: { ...event, collect: 'first' } }, triggers: { a: trigger('push || image') } },
    "dependency 'image': collect 'first' is for joins, and no condition joins 'image' with another event; take it out",
  ],
  [
    'the former name of a trigger that is still there',
    { triggers: { a: trigger('push', 'b'), b: trigger('push') } },
    "trigger 'a': formerName 'b' is a trigger that is still there; name one that is no more, or take it out",
  ],
  [
    'one former name of two triggers',
    { triggers: { a: trigger('push', 'x'), b: trigger('push', 'x') } },
    "trigger 'b': formerName 'x' is that of 'a' too; only one can go on where it stood",
  ],
])('wrong is %s', (_, change, problem) => {
  expect(problemsOf(sensor(change))).toStrictEqual([problem]);
});
