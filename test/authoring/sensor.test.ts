import { App, Chart } from 'cdk8s';
import { http, JetStreamEventBus, log, Sensor, unchecked, WebhookEventSource } from 'eventwright';
import type { SensorDocument } from '../../model/document/document.ts';
import { decodeEvent } from '../../model/event/decode.ts';
import { compileExpression } from '../../model/expression/index.ts';
import type { StoredExpression } from '../../model/expression/stored-expression.ts';
import { slack } from './kinds/slack.ts';
import { bus, documentsOf, newChart } from './synthesize.ts';

interface Push {
  readonly ref: string;
  readonly after: string;
}

function declare(chart = newChart()) {
  const github = new WebhookEventSource(chart, 'github', {
    bus,
    events: {
      push: { endpoint: '/push', verify: 'none', payload: unchecked<Push>() },
      ping: { endpoint: '/ping', verify: 'none' },
    },
  });
  return { chart, github, dependencies: { push: github.event('push'), ping: github.event('ping') } };
}

it('a sensor is one document, with its expressions as text and its defaults resolved', () => {
  const { chart, github } = declare();
  const branch = 'main';
  new Sensor(chart, 'deploy', {
    dependencies: {
      push: github.event('push', {
        bind: { branch },
        filter: ({ data }, { branch }) => data.ref === `refs/heads/${branch}`,
        transform: ({ data }) => ({ sha: data.after }),
        onFilterError: 'filter',
      }),
    },
    triggers: { note: { action: log(), template: ({ push }) => push.data.sha, retry: { steps: 3 } } },
  });
  expect(documentsOf(chart)['deploy-sensor']).toStrictEqual({
    apiVersion: 'eventwright.dev/v1',
    minRuntime: '0.1.0',
    kind: 'Sensor',
    metadata: { name: 'deploy', worker: 'bus' },
    bus: { kind: 'jetstream', name: 'bus', servers: ['nats://bus:4222'] },
    spec: {
      dependencies: {
        push: {
          eventSource: 'github',
          event: 'push',
          filter: {
            code: `({ data }, { branch }) => data.ref === \`refs/heads/\${branch}\``,
            bind: { branch: 'main' },
          },
          transform: { code: '({ data }) => ({ sha: data.after })' },
          onFilterError: 'filter',
          collect: 'latest',
          maxEvents: 100,
        },
      },
      triggers: {
        note: {
          when: 'push',
          action: { kind: 'log', level: 'info' },
          template: { code: '({ push }) => push.data.sha' },
          retry: { steps: 3, duration: '1s', factor: 2, cap: '60s', jitter: 0.2 },
          timeout: '30s',
          suspended: false,
          start: 'now',
          resets: [],
          dedup: false,
        },
      },
    },
  });
});

describe("a filter over an event's own attributes", () => {
  const { chart, github } = declare();
  new Sensor(chart, 'deploy', {
    dependencies: {
      push: github.event('push', {
        filter: ({ type, source, subject, id, extensions }) =>
          type === 'push' &&
          source.startsWith('/git') &&
          subject === 'main' &&
          id !== '' &&
          extensions.tenant === 'acme',
      }),
    },
    triggers: { note: { action: log(), template: ({ push }) => push.subject } },
  });
  const { spec } = documentsOf(chart)['deploy-sensor'] as SensorDocument;
  const filter = compileExpression(spec.dependencies.push?.filter as StoredExpression, 'filter');
  const push = { id: '1', source: '/git/hub', type: 'push', subject: 'main', time: '2026-12-24T03:00:00Z' };
  const extensions = { tenant: 'acme' };

  it.each([
    [{}, true],
    [{ type: 'ping' }, false],
    [{ source: '/svn' }, false],
    [{ subject: 'next' }, false],
    [{ id: '' }, false],
    [{ extensions: {} }, false],
    [{ extensions: { tenant: 'other' } }, false],
  ])('is asked as it was written: with %j it is %p', (change, answer) => {
    expect(filter(decodeEvent({ ...push, extensions, data: new Uint8Array(), ...change }))).toBe(answer);
  });
});

it('triggers can be added until synthesis', () => {
  const { chart, dependencies } = declare();
  const sensor = new Sensor(chart, 'deploy', { dependencies });
  for (const app of ['a', 'b'])
    sensor.addTrigger(app, {
      when: 'push',
      bind: { app },
      action: log(),
      template: ({ push }, { app }) => `${app} ${push.id}`,
    });
  expect(documentsOf(chart)['deploy-sensor']).toMatchObject({
    spec: { triggers: { a: { template: { bind: { app: 'a' } } }, b: { template: { bind: { app: 'b' } } } } },
  });
});

it('an event of another namespace is asked for there, one of its own is not', () => {
  const app = new App();
  const { github } = declare(new Chart(app, 'ci', { namespace: 'ci' }));
  const elsewhere = WebhookEventSource.fromName('orders', { bus, namespace: 'shop', events: { paid: unchecked() } });
  for (const namespace of ['ci', 'news'])
    new Sensor(new Chart(app, `in-${namespace}`, { namespace }), namespace, {
      dependencies: { push: github.event('push'), paid: elsewhere.event('paid') },
      triggers: { note: { when: 'push || paid', action: log(), template: ({ push, paid }) => push?.id ?? paid?.id } },
    });
  const documents = documentsOf(app.node.findChild('in-ci') as Chart);
  const namespaceOf = (sensor: string) =>
    Object.values((documents[`${sensor}-sensor`] as { spec: { dependencies: object } }).spec.dependencies).map(
      ({ namespace }) => namespace,
    );
  expect(namespaceOf('ci')).toStrictEqual([undefined, 'shop']);
  expect(namespaceOf('news')).toStrictEqual(['ci', 'shop']);
});

it('two buses with one configuration are one bus', () => {
  const { chart, github } = declare();
  const again = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://bus:4222'] });
  const orders = WebhookEventSource.fromName('orders', { bus: again, events: { paid: unchecked() } });
  expect(
    () => new Sensor(chart, 'deploy', { dependencies: { push: github.event('push'), paid: orders.event('paid') } }),
  ).not.toThrow();
});

describe('a mistake in a sensor', () => {
  const { dependencies, github } = declare();
  const push = { push: dependencies.push };
  const note = { action: log(), template: ({ push }: { push: { id: string } }) => push.id };
  const sensor = (props: object, id = 'deploy', chart = newChart()) => new Sensor(chart, id, props as never);
  const other = JetStreamEventBus.fromConfig({ name: 'other', servers: ['nats://other:4222'] });
  const paid = WebhookEventSource.fromName('orders', { bus: other, events: { paid: unchecked() } }).event('paid');
  const branch = 'main';

  it.each<[string, () => unknown, string]>([
    [
      'no dependency',
      () => sensor({ dependencies: {} }),
      'ci/deploy: it has no dependencies; name the events it waits for',
    ],
    ['dependencies left out', () => sensor({}), 'ci/deploy: it has no dependencies; name the events it waits for'],
    [
      'an option that triggers do not have',
      () => sensor({ dependencies: push, triggers: { t: { ...note, condition: 'push' } } }),
      "ci/deploy: trigger 't': there is no option 'condition'; there is 'when', 'bind', 'action', 'template'",
    ],
    [
      'two buses',
      () => sensor({ dependencies: { push: dependencies.push, paid } }),
      "ci/deploy: its dependencies are on 2 buses ('push' on 'bus', 'paid' on 'other'); a sensor reads one",
    ],
    [
      'an unknown dependency in a condition that a program computes',
      () => sensor({ dependencies, triggers: { t: { ...note, when: 'push || pong' } } }),
      "ci/deploy: trigger 't': when: 'push || pong': 'pong' is no dependency, did you mean 'ping'?",
    ],
    [
      'rateLimit',
      () => sensor({ dependencies: push, triggers: { t: { ...note, rateLimit: { limit: 1, per: '1s' } } } }),
      "ci/deploy: trigger 't': rateLimit needs state, which this release does not keep; take it out",
    ],
    [
      'a misspelt policy',
      () => sensor({ dependencies: push, triggers: { t: { ...note, rety: {} } } }),
      "ci/deploy: trigger 't': there is no option 'rety', did you mean 'retry'?",
    ],
    [
      'a wrong duration',
      () => sensor({ dependencies: push, triggers: { t: { ...note, timeout: '30' } } }),
      "ci/deploy: trigger 't': timeout '30' is not a duration; write a number and a unit, for example '30s'",
    ],
    [
      'a wrong option of an action',
      () => sensor({ dependencies: push, triggers: { t: { ...note, action: http.post({ url: 'deploys' }) } } }),
      "ci/deploy: trigger 't': http action: url 'deploys' is no URL; write it like 'https://deploys.example.com/v1'",
    ],
    [
      'a name in camel case',
      () => sensor({ dependencies: push, triggers: { tellAll: note } }),
      "ci/deploy: trigger 'tellAll': 'tellAll' cannot name a trigger; use lower-case letters, digits and '-'",
    ],
    [
      'a dependency that no condition can name',
      () => sensor({ dependencies: { 'a b': dependencies.push } }),
      "ci/deploy: dependency 'a b': 'a b' cannot name a dependency",
    ],
    [
      'a free variable',
      () => github.event('push', { filter: ({ data }) => data.ref === branch }),
      "ci/github: event 'push': filter: ",
    ],
    [
      'a bound value that is not JSON',
      () =>
        github.event('push', {
          bind: { since: new Date(0) },
          filter: ({ time }, { since }) => time > since.toString(),
        }),
      "ci/github: event 'push': filter: bind.since",
    ],
    [
      'no template',
      () => sensor({ dependencies: push, triggers: { t: { action: log() } } }),
      "ci/deploy: trigger 't': it has no template; say what the action is told",
    ],
    [
      'no action',
      () => sensor({ dependencies: push, triggers: { t: { template: note.template } } }),
      "ci/deploy: trigger 't': it has no action; say what it does, for example log()",
    ],
    [
      'a key too many in a template',
      () =>
        sensor({
          dependencies: push,
          triggers: {
            t: {
              action: http.post({ url: 'https://x' }),
              template: ({ push }: { push: { id: string } }) => ({ bodyy: push.id }),
            },
          },
        }),
      "ci/deploy: trigger 't': template",
    ],
    [
      "a key too many in the template of a third party's kind",
      () =>
        sensor({
          dependencies: push,
          triggers: {
            t: {
              action: slack.message({ token: { name: 'slack', key: 'token' } }),
              template: ({ push }: { push: { id: string } }) => ({ channel: '#ci', text: push.id, thred: '1' }),
            },
          },
        }),
      'thred',
    ],
  ])('is refused: %s', (_, declare, message) => {
    expect(declare).toThrow(
      expect.objectContaining({ name: 'InvalidSpecError', message: expect.stringContaining(message) }),
    );
  });

  it('is refused: a trigger that is there already', () => {
    const added = new Sensor(newChart(), 'deploy', { dependencies: push, triggers: { note } });
    expect(() => added.addTrigger('note', note)).toThrow(
      "ci/deploy: trigger 'note': there is one already; rename one of them",
    );
  });

  it('is refused: a name that another sensor of the chart has', () => {
    const chart = newChart();
    sensor({ dependencies: push }, 'deploy', chart);
    expect(() => sensor({ dependencies: push }, 'deploy', chart.node.findChild('deploy') as Chart)).toThrow(
      "ci/deploy/deploy: ci/deploy is a sensor 'deploy' of this namespace already; rename one of them",
    );
  });

  it('is refused: a sensor without a trigger, at synthesis', () => {
    const chart = newChart();
    sensor({ dependencies: push }, 'idle', chart);
    expect(() => documentsOf(chart)).toThrow('ci/idle: it has no trigger, and does nothing; add one');
  });
});
