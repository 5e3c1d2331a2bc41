// Each mistake that a user makes and the compiler catches. The message stands after `@ts-expect-error`; the test beside
// this file holds it, with ` … ` where the compiler says more.
import { type Chart, Testing } from 'cdk8s';
import {
  type Action,
  CalendarEventSource,
  type CloudEvent,
  ExternalKafkaBus,
  githubSignature,
  http,
  JetStreamEventBus,
  kubernetes,
  log,
  Sensor,
  WebhookEventSource,
} from 'eventwright';
import { z } from 'zod';
import { KafkaEventSource } from './kinds/kafka.ts';
import { lambda } from './kinds/lambda.ts';
import { ManagedEventBus } from './kinds/managed-event-bus.ts';
import { slack } from './kinds/slack.ts';

const chart: Chart = Testing.chart();
const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://bus:4222'] });
const verify = githubSignature({ name: 'github', key: 'secret' });
const Push = z.object({ ref: z.string(), after: z.string(), commits: z.array(z.object({ message: z.string() })) });
const github = new WebhookEventSource(chart, 'github', {
  bus,
  events: { push: { endpoint: '/push', verify, payload: Push }, ping: { endpoint: '/ping', verify } },
});
const images = new KafkaEventSource(chart, 'images', {
  bus,
  brokers: ['kafka:9092'],
  events: { pushed: { topic: 't', consumerGroup: 'g', payload: z.object({ digest: z.string() }) } },
});
const computed = ({ push }: { push: { data: { ref: string } } }) => push.data.ref;
const action = http.post({ url: 'https://deploys.example.com' });
const token = { name: 'slack', key: 'token' };
const dependencies = { push: github.event('push'), image: images.event('pushed') };

// An event that the source does not have.
// @ts-expect-error `'pussh'`: Argument of type '"pussh"' is not assignable to parameter of type '"push" | "ping"'.
github.event('pussh');

// A misspelt field.
// @ts-expect-error `reff`: Property 'reff' does not exist on type ' … Did you mean 'ref'?
github.event('push', { filter: ({ data }) => data.reff === 'x' });

// A comparison that can never hold.
// @ts-expect-error `data.commits.length === 'many'`: This comparison appears to be unintentional because the types 'number' and 'string' have no overlap.
github.event('push', { filter: ({ data }) => data.commits.length === 'many' });

// A filter that is no boolean.
// @ts-expect-error `filter`: Type '({ data }: CloudEvent<{ ref: string; after: string; commits: { message: st … is not assignable to type 'Expression … Type 'number' is not assignable to type 'boolean'.
github.event('push', { filter: ({ data }) => data.commits.length });

// Metadata of another kind.
// @ts-expect-error `method`: Property 'method' does not exist on type 'KafkaMeta'.
images.event('pushed', { filter: ({ meta }) => meta.method === 'POST' });

// A payload without a schema.
// @ts-expect-error `data`: 'data' is of type 'unknown'.
github.event('ping', { filter: ({ data }) => data.zen !== '' });

// An option of another kind.
// @ts-expect-error `topic`: Object literal may only specify known properties, and 'topic' does not exist in type 'WebhookEvent<unknown>'.
new WebhookEventSource(chart, 'a', { bus, events: { push: { endpoint: '/push', verify, topic: 'push' } } });

// A misspelt option.
// @ts-expect-error `verfy`: Object literal may only specify known properties, but 'verfy' does not exist in type 'WebhookEvent … Did you mean to write 'verify'?
new WebhookEventSource(chart, 'b', { bus, events: { push: { endpoint: '/push', payload: Push, verfy: verify } } });

// Nothing said of who may send.
// @ts-expect-error `push`: Property 'verify' is missing … but required in type 'WebhookEvent
new WebhookEventSource(chart, 'b2', { bus, events: { push: { endpoint: '/push', payload: Push } } });

// A secret's value where its reference belongs.
// @ts-expect-error `'s3cr3t'`: Argument of type 'string' is not assignable to parameter of type 'Secrets'.
githubSignature('s3cr3t');

// A duration without its unit.
// @ts-expect-error `interval`: Type '"30"' is not assignable to type '`${number}ms` | `${number}s` | `${number}
new CalendarEventSource(chart, 'c', { bus, events: { tick: { interval: '30' } } });
// @ts-expect-error `interval`: Type 'number' is not assignable to type '`${number}ms` | `${number}s` | `${numbe
new CalendarEventSource(chart, 'd', { bus, events: { tick: { interval: 30 } } });

// Two options that exclude each other.
// @ts-expect-error `tick`: Type '{ interval: "30s"; schedule: string; }' is not assignable to type 'CalendarEvent'. … Type 'string' is not assignable to type 'undefined'.
new CalendarEventSource(chart, 'e', { bus, events: { tick: { interval: '30s', schedule: '* * * * *' } } });

// A quantity in another notation, a version that is not pinned, an even number of replicas.
// @ts-expect-error `size`: Type '"20GB"' is not assignable to type '`${number}Ki` | `${number}Mi` | `${numb
new ManagedEventBus(chart, 'f', { version: '2.12.1', persistence: { size: '20GB' } });
// @ts-expect-error `version`: Type '"latest"' is not assignable to type '`${number}.${number}.${number}`'.
new ManagedEventBus(chart, 'f2', { version: 'latest', persistence: { size: '20Gi' } });
// @ts-expect-error `replicas`: Type '2' is not assignable to type '1 | 3 | 5 | 7'.
new ManagedEventBus(chart, 'f3', { version: '2.12.1', persistence: { size: '20Gi' }, replicas: 2 });

// A bus that is there already, without `fromConfig`.
// @ts-expect-error `new JetStreamEventBus({ name:  …`: Expected 3 arguments, but got 1.
new JetStreamEventBus({ name: 'bus', servers: ['nats://bus:4222'] });

// A bus on Kafka.
const brokers = ['kafka:9092'];
const password = { name: 'kafka', key: 'password' };
// @ts-expect-error `{}`: Argument of type '{}' is not assignable to parameter of type 'ExternalKafkaBusProps'. Property 'brokers' is missing in type '{}' but required in type 'ExternalKafkaBusProps'.
new ExternalKafkaBus(chart, 'k1', {});
// @ts-expect-error `password`: Type 'string' is not assignable to type 'SecretRef'.
new ExternalKafkaBus(chart, 'k2', { brokers, sasl: { mechanism: 'PLAIN', username: 'ci', password: 'hunter2' } });
// @ts-expect-error `mechanism`: Type '"GSSAPI"' is not assignable to type '"PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512" | "OAUTHBEARER"'.
new ExternalKafkaBus(chart, 'k3', { brokers, sasl: { mechanism: 'GSSAPI', username: 'ci', password } });
new ExternalKafkaBus(chart, 'k4', {
  brokers,
  // @ts-expect-error `sasl`: Type '{ mechanism: "OAUTHBEARER"; clientId: string; … Property 'tokenEndpoint' is missing … but required in type 'KafkaOAuthBearer'.
  sasl: { mechanism: 'OAUTHBEARER', clientId: 'a', clientSecret: password },
});
// @ts-expect-error `retention`: Type '"7 days"' is not assignable to type '`${number}ms` … | "unlimited"'.
new ExternalKafkaBus(chart, 'k5', { brokers, retention: '7 days' });
// @ts-expect-error `replicationFactor`: Type '2' is not assignable to type '1 | 3 | 5'.
new ExternalKafkaBus(chart, 'k6', { brokers, replicationFactor: 2 });
// @ts-expect-error `name`: Object literal may only specify known properties, and 'name' does not exist in type 'ExternalKafkaBusProps'.
new ExternalKafkaBus(chart, 'k7', { brokers, name: 'bus' });
// @ts-expect-error `replicas`: Object literal may only specify known properties, and 'replicas' does not exist in type 'KafkaKeeperProps'.
new ExternalKafkaBus(chart, 'k8', { brokers, keeper: { replicas: 3 } });
new ExternalKafkaBus(chart, 'k9', { brokers, partitions: 12, retention: 'unlimited', keeper: false });

// A secret that is missing, and one that is no reference.
// @ts-expect-error `{}`: Argument of type '{}' is not assignable to parameter of type 'SlackOptions'. … Property 'token' is missing in type '{}' but required in type 'SlackOptions'.
slack.message({});
// @ts-expect-error `token`: Type 'string' is not assignable to type 'SecretRef'.
slack.message({ token: 'xoxb-123' });
// @ts-expect-error `bearer`: Type 'string' is not assignable to type 'SecretRef'.
http.post({ url: 'https://deploys.example.com', bearer: 'abc' });

// An option of an action that does not exist, and a level that does not.
// @ts-expect-error `bodyy`: Object literal may only specify known properties, and 'bodyy' does not exist in type 'HttpOptions'.
http.post({ url: 'https://deploys.example.com', bodyy: {} });
// @ts-expect-error `level`: Type '"verbose"' is not assignable to type '"debug" | "info" | "warn" | undefined'.
log({ level: 'verbose' });

// A dependency that the sensor does not have.
new Sensor(chart, 'g', {
  dependencies,
  // @ts-expect-error `when`: Type '"push && imge"' is not assignable to type '"push && push" | "push && image"'. Did you mean '"push && image"'?
  triggers: { t: { when: 'push && imge', action, template: ({ push }) => ({ body: push.id }) } },
});

// A condition that is not well formed.
new Sensor(chart, 'g2', {
  dependencies,
  // @ts-expect-error `when`: Type '"(push || image"' is not assignable to type '"(push || image)"'.
  triggers: { t: { when: '(push || image', action, template: ({ push }) => ({ body: push?.id }) } },
});

// An event that may be absent.
new Sensor(chart, 'h', {
  dependencies,
  // @ts-expect-error `push`: 'push' is possibly 'undefined'.
  triggers: { t: { when: 'push || image', action, template: ({ push }) => ({ body: push.data.ref }) } },
});

// An event that the condition does not name.
new Sensor(chart, 'i', {
  dependencies,
  // @ts-expect-error `image`: Property 'image' does not exist on type 'Fired
  triggers: { t: { when: 'push', action, template: ({ image }) => ({ body: image.id }) } },
});

// A field that the transform took away.
new Sensor(chart, 'j', {
  dependencies: { push: github.event('push', { transform: ({ data }) => ({ sha: data.after }) }) },
  // @ts-expect-error `after`: Property 'after' does not exist on type '{ sha: string; }'.
  triggers: { t: { action, template: ({ push }) => ({ body: push.data.after }) } },
});

// A template that lacks a field, or has a wrong one.
new Sensor(chart, 'k', {
  dependencies,
  triggers: {
    // @ts-expect-error `({ text: push.data.ref })`: Property 'channel' is missing
    t: { action: slack.message({ token }), template: ({ push }) => ({ text: push.data.ref }) },
  },
});
new Sensor(chart, 'l', {
  dependencies,
  triggers: {
    t: {
      action: slack.message({ token }),
      // @ts-expect-error `text`: Type 'number' is not assignable to type 'string'.
      template: ({ push }) => ({ channel: '#ci', text: push.data.commits.length }),
    },
  },
});
new Sensor(chart, 'm', {
  dependencies,
  triggers: {
    t: {
      action: kubernetes.create({ apiVersion: 'batch/v1', kind: 'Job' }),
      template: ({ push }) => ({
        metadata: { labels: { sha: push.data.after } },
        // @ts-expect-error `name`: Type 'number' is not assignable to type 'string'.
        spec: { template: { spec: { containers: [{ name: 1 }] } } },
      }),
    },
  },
});
new Sensor(chart, 'm3', {
  dependencies,
  triggers: {
    t: {
      // @ts-expect-error `computed`: Type '({ push }: { push: { data: { ref: string; }; }; }) => string' is not assignable to type 'string'.
      action: kubernetes.create({ apiVersion: 'v1', kind: 'ConfigMap', namespace: computed }),
      template: ({ push }) => ({ data: { sha: push.data.after } }),
    },
  },
});
new Sensor(chart, 'm4', {
  dependencies,
  triggers: {
    t: {
      action: kubernetes.patch({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }),
      // @ts-expect-error `replicas`: Type 'string' is not assignable to type 'number'.
      template: ({ push }) => ({ patch: { spec: { replicas: push.data.after } } }),
    },
  },
});
new Sensor(chart, 'm5', {
  dependencies,
  triggers: {
    t: {
      // @ts-expect-error `ifAbsnt`: Object literal may only specify known properties, but 'ifAbsnt' does not exist in type 'KubernetesPatchOptions … Did you mean to write 'ifAbsent'?
      action: kubernetes.patch({ apiVersion: 'apps/v1', kind: 'Deployment', ifAbsnt: 'ignore' }),
      template: ({ push }) => ({ name: push.data.ref, patch: {} }),
    },
  },
});
new Sensor(chart, 'm1', {
  dependencies,
  // @ts-expect-error `path`: Type '{ message: string; }[]' is not assignable to type 'string'.
  triggers: { t: { when: 'push', action, template: ({ push }) => ({ path: push.data.commits }) } },
});

// A key too many in what a function returns is no mistake to the compiler: synthesis catches it.
new Sensor(chart, 'm2', {
  dependencies,
  triggers: {
    t: {
      action: slack.message({ token }),
      template: ({ push }) => ({ channel: '#ci', text: push.data.ref, thred: 'x' }),
    },
  },
});

// A misspelt policy, and one with a wrong value.
new Sensor(chart, 'n', {
  dependencies,
  // @ts-expect-error `rety`: Object literal may only specify known properties, but 'rety' does not exist in type 'TriggerCondition … Did you mean to write 'retry'?
  triggers: { t: { action, rety: { steps: 3 }, template: ({ push }) => ({ body: push.id }) } },
});
new Sensor(chart, 'o', {
  dependencies,
  // @ts-expect-error `timeout`: Type '"30"' is not assignable to type '`${number}ms` | `${number}s` | `${number}
  triggers: { t: { action, timeout: '30', template: ({ push }) => ({ body: push.id }) } },
});
new Sensor(chart, 'o2', {
  dependencies,
  // @ts-expect-error `start`: Type '"end"' is not assignable to type 'Start'.
  triggers: { t: { action, start: 'end', template: ({ push }) => ({ body: push.id }) } },
});

// A dependency without a join key.
// @ts-expect-error `by`: Property 'image' is missing
new Sensor(chart, 'p', { dependencies, correlate: { by: { push: ({ data }) => data.after }, within: '30m' } });

// A join key that is none, one for a list, one with a value that was not bound.
const within = '30m';
const keyOfImage = ({ data }: { readonly data: { readonly digest: string } }) => data.digest;
new Sensor(chart, 'p2', {
  dependencies,
  // @ts-expect-error `data.commits`: Type '{ message: string; }[]' is not assignable to type 'string | number'.
  correlate: { by: { push: ({ data }) => data.commits, image: keyOfImage }, within },
});
new Sensor(chart, 'p3', {
  dependencies: { ...dependencies, push: github.event('push', { collect: 'all' }) },
  // @ts-expect-error `length`: Property 'length' does not exist on type 'CloudEvent<
  correlate: { by: { push: (push) => push.length, image: keyOfImage }, within },
});
new Sensor(chart, 'p4', {
  dependencies,
  correlate: {
    bind: { size: 8 },
    // @ts-expect-error `sise`: Property 'sise' does not exist on type '{ size: number; }'.
    by: { push: ({ data }, { sise }) => data.after.slice(sise), image: keyOfImage },
    within,
  },
});

// A window without a length, and an end of it that there is not.
// @ts-expect-error `correlate`: Property 'within' is missing
new Sensor(chart, 'p5', { dependencies, correlate: { by: { push: ({ data }) => data.after, image: keyOfImage } } });
new Sensor(chart, 'p6', {
  dependencies,
  // @ts-expect-error `onTimeout`: Type '"fire"' is not assignable to type 'OnTimeout | undefined'.
  correlate: { by: { push: ({ data }) => data.after, image: keyOfImage }, within, onTimeout: 'fire' },
});

// One event where there is a list, and a way to collect that there is not.
new Sensor(chart, 'p7', {
  dependencies: { ...dependencies, push: github.event('push', { collect: 'all' }) },
  // @ts-expect-error `data`: Property 'data' does not exist on type
  triggers: { t: { action, template: ({ push }) => ({ body: push.data }) } },
});
// @ts-expect-error `collect`: Type '"last"' is not assignable to type 'Collect | undefined'.
github.event('push', { collect: 'last' });

// An event that has not arrived.
new Sensor(chart, 'p8', {
  dependencies,
  // @ts-expect-error `image`: Property 'image' does not exist on type 'Fired
  triggers: { t: { when: 'push && !image', action, template: ({ image }) => ({ body: image.id }) } },
});

// A reset without a schedule, a window without its unit, a time of day without its end.
new Sensor(chart, 'p9', {
  dependencies,
  // @ts-expect-error `{}`: Property 'schedule' is missing in type '{}' but required in type 'Reset'.
  triggers: { t: { action, resets: [{}], template: ({ push }) => ({ body: push.id }) } },
});
new Sensor(chart, 'p10', {
  dependencies,
  // @ts-expect-error `window`: Type '"5"' is not assignable to type
  triggers: { t: { action, dedup: { window: '5' }, template: ({ push }) => ({ body: push.id }) } },
});
// @ts-expect-error `during`: Property 'stop' is missing
github.event('push', { during: { start: '09:00' } });

// A value that was not bound.
// @ts-expect-error `brunch`: Property 'brunch' does not exist on type '{ branch: string; }'.
github.event('push', { bind: { branch: 'main' }, filter: ({ data }, { brunch }) => data.ref === brunch });
github.event('push', { bind: { names: ['a', 'b'] }, filter: ({ data }, { names }) => names.includes(data.ref) });
// @ts-expect-error `branch`: Cannot find name 'branch'.
github.event('push', { filter: ({ data }) => data.ref === branch });

// Another payload than the function takes.
new Sensor(chart, 'q', {
  dependencies,
  triggers: {
    t: {
      action: lambda.invoke<{ sha: string }>({ functionName: 'f', region: 'r' }),
      // @ts-expect-error `sha`: Type '{ ref: string; after: string; commits: { message: string; }[]; }' is not assignable to type 'string'.
      template: ({ push }) => ({ sha: push.data }),
    },
  },
});

// The same in triggers that are added one by one.
const added = new Sensor(chart, 'r', { dependencies });
// @ts-expect-error `when`: Type '"push && imge"' is not assignable to type '"push && push" | "push && image"'. Did you mean '"push && image"'?
added.addTrigger('t', { when: 'push && imge', action, template: ({ push }) => ({ body: push.id }) });
// @ts-expect-error `push`: 'push' is possibly 'undefined'.
added.addTrigger('t', { when: 'push || image', action, template: ({ push }) => ({ body: push.id }) });
// @ts-expect-error `b`: Property 'b' does not exist on type '{ a: number; }'.
added.addTrigger('t', { when: 'push', bind: { a: 1 }, action, template: ({ push }, { b }) => ({ body: push.id + b }) });
for (const app of ['a', 'b'])
  added.addTrigger(app, {
    when: 'push',
    bind: { app },
    action,
    template: ({ push }, b) => ({ body: push.id + b.app }),
  });

// A trigger without a template, and one without an action.
// @ts-expect-error `t`: Type '{ when: "push"; action: Action<HttpRequest>; }' is not assignable to type 'TriggerCondition … Property 'template' is missing … but required in type 'TriggerAction
new Sensor(chart, 't', { dependencies, triggers: { t: { when: 'push', action } } });
// @ts-expect-error `t`: Type '{ when: "push"; template: ({ push }: Fired<"push", { push: CloudEvent<{ … is not assignable to type 'TriggerCondition … Property 'action' is missing … but required in type 'TriggerAction
new Sensor(chart, 'u', { dependencies, triggers: { t: { when: 'push', template: ({ push }) => push } } });

// Bindings of a template.
new Sensor(chart, 'v', {
  dependencies,
  // @ts-expect-error `b`: Property 'b' does not exist on type '{ a: number; }'.
  triggers: { t: { when: 'push', bind: { a: 1 }, action, template: ({ push }, { b }) => ({ body: push.id + b }) } },
});
new Sensor(chart, 'w', {
  dependencies,
  triggers: {
    t: {
      when: 'push',
      bind: { a: ['x'], b: 1 },
      action,
      template: ({ push }, { a, b }) => ({ body: { known: a.includes(push.data.ref), first: b === 1 } }),
    },
  },
});

// A literal that is none of those allowed.
declare const page: Action<{ severity: 'info' | 'critical'; tags?: string[] }>;
new Sensor(chart, 'x', {
  dependencies,
  triggers: { t: { action: page, template: ({ push }) => ({ severity: 'critical', tags: [push.id] }) } },
});
new Sensor(chart, 'y', {
  dependencies,
  // @ts-expect-error `severity`: Type '"crit"' is not assignable to type '"info" | "critical"'.
  triggers: { t: { action: page, template: ({ push }) => ({ severity: 'crit', tags: [push.id] }) } },
});
declare const sensor: Sensor<{ push: CloudEvent<{ a: 1 }> }>;
// @ts-expect-error `severity`: Type '"crit"' is not assignable to type '"info" | "critical"'.
sensor.addTrigger('x', { action: page, template: ({ push }) => ({ severity: 'crit', tags: [push.id] }) });
