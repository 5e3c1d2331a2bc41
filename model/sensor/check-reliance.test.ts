import { kafkaEventBusSchema } from '../event-bus/kafka.ts';
import { eventPromisesOf } from '../event-bus/promises-of.ts';
import { readExpression } from '../expression/index.ts';
import { parseSpec } from '../schema.ts';
import { checkReliance } from './check-reliance.ts';
import type { Collect } from './collect.ts';
import { correlationSchema } from './correlation.ts';
import { dependencySchema } from './sensor.ts';

type Key = (event: { readonly data: { readonly sha: string }; readonly extensions: Record<string, string> }) => string;

interface Story {
  readonly bus?: object;
  readonly collect?: Collect;
  readonly key?: Key;
  readonly trigger?: Partial<Parameters<typeof checkReliance>[0]>;
}

/** What is said of a trigger that joins a push and an image, on a bus on Kafka. */
function check({ bus = {}, collect = 'latest', key = ({ data }) => data.sha, trigger = {} }: Story): string {
  const dependency = (event: string) => parseSpec(dependencySchema, { eventSource: 'git', event, collect }, '');
  const code = readExpression(key as never, { at: '' });
  const sensor = {
    dependencies: { push: dependency('push'), image: dependency('image') },
    correlate: parseSpec(correlationSchema, { by: { push: code, image: code }, within: '1h' }, ''),
  };
  const spec = parseSpec(kafkaEventBusSchema, { kind: 'kafka', name: 'main', brokers: ['kafka:9092'], ...bus }, '');
  const joined = { when: 'push && image', suspended: false, dedup: { window: '5m' }, ...trigger } as const;
  try {
    checkReliance(joined, sensor, { at: 'ci/deploy', bus: { name: 'main', promises: eventPromisesOf(spec) } });
    return 'fine';
  } catch (error) {
    return (error as Error).message;
  }
}

it('a trigger that says nothing of what Kafka does not promise is fine', () => {
  expect(check({ bus: { partitions: 12 } })).toBe('fine');
});

it('events of a suspended trigger wait where they are kept', () => {
  expect(check({ trigger: { suspended: true } })).toBe(
    "ci/deploy: suspended: its events wait on the bus 'main', which removes them after a while all the same; have it keep them (retention: 'unlimited'), or take it out",
  );
  expect(check({ bus: { retention: 'unlimited' }, trigger: { suspended: true } })).toBe('fine');
});

it('a join that takes every repeat needs a bus that stores none', () => {
  expect(check({ trigger: { dedup: false } })).toBe(
    "ci/deploy: dedup: false takes a repeat for another event, and the bus 'main' stores repeats; say how late one may come: { window: '5m' }",
  );
  expect(check({ trigger: { dedup: false, when: 'push || image' } })).toBe('fine');
});

it.each(['first', 'all'] as const)(
  'what collects %s goes by an order, which several partitions do not have',
  (collect) => {
    expect(check({ bus: { partitions: 12 }, collect })).toBe(
      `ci/deploy: 'push' collects '${collect}', which goes by the order of events, and the bus 'main' keeps that within a partitionkey only; have it keep the order of all (partitions: 1), or correlate by it ('push': ({ extensions }) => extensions.partitionkey)`,
    );
    expect(check({ collect })).toBe('fine');
  },
);

it.each<[string, Key]>([
  ['by its name', ({ extensions }) => extensions.partitionkey as string],
  ['of the event', (event) => event.extensions.partitionkey as string],
])('events that meet under their partitionkey are in order: %s', (_, key) => {
  expect(check({ bus: { partitions: 12 }, collect: 'first', key })).toBe('fine');
});

it.each<[string, Key]>([
  ['another extension', ({ extensions }) => extensions.tenant as string],
  ['a part of it', ({ extensions }) => (extensions.partitionkey as string).slice(1)],
])('%s says nothing of the order', (_, key) => {
  expect(check({ bus: { partitions: 12 }, collect: 'first', key })).toMatch(/keeps that within a partitionkey only/);
});
