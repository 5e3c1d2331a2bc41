// What the compiler knows of a condition, of joined events, and of conditions that a program computes.
import { type Chart, Testing } from 'cdk8s';
import {
  type Condition,
  JetStreamEventBus,
  type Known,
  type KubernetesObjects,
  kubernetes,
  log,
  Sensor,
  WebhookEventSource,
} from 'eventwright';
import { z } from 'zod';

type Names = 'push' | 'image' | 'a-b';
type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
type Certain<When> = Exclude<Known<When, Names>, `?${string}`>;
declare const holds: <_T extends true>() => void;

holds<Equal<Known<'push', Names>, '+push' | '?push'>>();
holds<Equal<Known<unknown, Names>, `+${Names}`>>();
holds<Equal<Known<string, Names>, `?${Names}`>>();
holds<Equal<Certain<'push && image'>, '+push' | '+image'>>();
holds<Equal<Certain<'push || image'>, never>>();
holds<Equal<Certain<'push && !image'>, '+push' | '-image'>>();
holds<Equal<Certain<'!(push || image)'>, '-push' | '-image'>>();
holds<Equal<Certain<'!(push && image)'>, never>>();
holds<Equal<Certain<'!(!push || !image)'>, '+push' | '+image'>>();
holds<Equal<Certain<'(push && image) || (push && a-b)'>, '+push'>>();
holds<Equal<Certain<'push || image && a-b'>, never>>();
holds<Equal<Certain<'(push || image) && a-b'>, '+a-b'>>();

holds<Equal<Condition<'push&&(image||!a-b)', Names>, 'push&&(image||!a-b)'>>();
holds<Equal<Condition<'  push ', Names>, '  push '>>();
holds<Equal<Condition<'push && ', Names>, `push && ${Names}`>>();
holds<Equal<Condition<'push & image', Names>, 'push && image'>>();
holds<Equal<Condition<'push | image', Names>, 'push || image'>>();
holds<Equal<Condition<'(push || image', Names>, '(push || image)'>>();
holds<Equal<Condition<'push || image)', Names>, 'push || image'>>();
holds<Equal<Condition<'push image', Names>, 'push && image' | 'push || image'>>();
holds<Equal<Condition<'push && imge && a-b', Names>, `push && ${Names} && a-b`>>();
holds<Equal<Condition<'', Names>, Names>>();
holds<Equal<Condition<string, Names>, string>>();

const chart: Chart = Testing.chart();
const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://bus:4222'] });
const ci = new WebhookEventSource(chart, 'ci', {
  bus,
  events: {
    push: { endpoint: '/push', verify: 'none', payload: z.object({ after: z.string() }) },
    result: { endpoint: '/result', verify: 'none', payload: z.object({ sha: z.string(), ok: z.boolean() }) },
  },
});

// Collected events are a list that is never empty.
new Sensor(chart, 'all', {
  dependencies: {
    push: ci.event('push'),
    results: ci.event('result', { collect: 'all', transform: ({ data }) => ({ ...data, bad: !data.ok }) }),
  },
  correlate: { by: { push: ({ data }) => data.after, results: ({ data }) => data.sha }, within: '1h' },
  triggers: {
    summary: {
      action: log(),
      template: ({ push, results }) => ({
        sha: push.data.after,
        failed: results.filter(({ data }) => data.bad).length,
        first: results[0].data.sha,
      }),
    },
    late: { when: 'push && !results', action: log(), template: ({ push }) => push.data.after },
    // @ts-expect-error what has not arrived is not there
    never: { when: 'push && !results', action: log(), template: ({ results }) => results },
    either: {
      when: 'push && (results || !push)',
      action: log(),
      template: ({ push, results }) => [push.id, results?.[0].id],
    },
  },
});

// Join keys see one event at a time, as triggers do, and what is bound beside them.
new Sensor(chart, 'keys', {
  dependencies: {
    push: ci.event('push', { transform: ({ data }) => ({ sha: data.after }) }),
    results: ci.event('result', { collect: 'all' }),
  },
  correlate: {
    bind: { length: 8 },
    by: {
      push: ({ data, meta }, { length }) => data.sha.slice(0, length) + meta.path,
      results: ({ data }, bound) => data.sha.slice(0, bound.length),
    },
    within: '1h',
    onTimeout: 'drop',
    maxOpen: 10,
  },
  triggers: { both: { action: log(), template: ({ push, results }) => [push.data.sha, results.length] } },
});

// A condition that the program computes: checked at synthesis, each event possibly absent.
const dependencies = { push: ci.event('push'), results: ci.event('result') };
const computed = new Sensor(chart, 'computed', { dependencies });
computed.addTrigger('any', {
  when: Object.keys(dependencies).join(' || '),
  action: log(),
  template: ({ push, results }) => push?.data.after ?? results?.data.sha,
});

// A manifest that exists already: bound, and overlaid with a spread.
const job: KubernetesObjects['batch/v1/Job'] = {
  spec: { backoffLimit: 0, template: { spec: { containers: [{ name: 'build' }] } } },
};
computed.addTrigger('build', {
  when: 'push',
  bind: { job },
  action: kubernetes.create({ apiVersion: 'batch/v1', kind: 'Job' }),
  template: ({ push }, { job }) => ({ ...job, metadata: { labels: { sha: push.data.after } } }),
});
