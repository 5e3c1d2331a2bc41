// What a platform team writes on top: shared contracts, golden paths, kinds of its own. None of it touches the core.
import { type Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  CalendarEventSource,
  type CloudEvent,
  type Dependencies,
  githubSignature,
  type IEventSource,
  JetStreamEventBus,
  log,
  Sensor,
  type SensorProps,
  WebhookEventSource,
  type WebhookEventSourceProps,
} from 'eventwright';
import { z } from 'zod';
import { LdapEventSource, type LdapMeta } from './kinds/ldap.ts';
import { type Incident, pagerduty } from './kinds/pagerduty.ts';

const chart: Chart = Testing.chart();
const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://bus:4222'] });
const verify = githubSignature({ name: 'github', key: 'secret' });

// A contract: what a source publishes, as one object. The owner deploys it, everyone else refers to it by name.
const contract = {
  push: z.object({ ref: z.string(), after: z.string() }),
  release: z.object({ action: z.enum(['published', 'deleted']), tag: z.string() }),
};
const owned = new WebhookEventSource(chart, 'github', {
  bus,
  events: {
    push: { endpoint: '/push', verify, payload: contract.push },
    release: { endpoint: '/release', verify, payload: contract.release },
  },
});

// Another program, another namespace: the name and the contract are enough.
const github = WebhookEventSource.fromName('github', { bus, namespace: 'ci', events: contract });
new Sensor(chart, 'releases', {
  dependencies: { release: github.event('release', { filter: ({ data }) => data.action === 'published' }) },
  triggers: {
    note: {
      action: log(),
      template: ({ release }) => `${release.data.tag} ${release.meta.headers['x-github-delivery']}`,
    },
  },
});
// @ts-expect-error the contract has no such action
export const noAction = () => github.event('release', { filter: ({ data }) => data.action === 'edited' });

const clock = CalendarEventSource.fromName('clock', { bus, events: ['nightly'] });
clock.event('nightly', { filter: ({ data }) => data.scheduledAt.endsWith('Z') });
// @ts-expect-error the clock has no such event
export const noEvent = () => clock.event('hourly');

// A golden path: the team's own construct, generic in the same way.
class AcmeWebhook<Events> extends WebhookEventSource<Events> {
  constructor(scope: Construct, id: string, props: Pick<WebhookEventSourceProps<Events>, 'events'>) {
    super(scope, id, { ...props, bus });
  }
}
new AcmeWebhook(chart, 'billing', {
  events: { paid: { endpoint: '/paid', verify, payload: z.object({ amount: z.number() }) } },
}).event('paid', { filter: ({ data }) => data.amount > 100 });

// Kinds of its own.
const ldap = new LdapEventSource(chart, 'ldap', {
  bus,
  events: {
    locked: {
      base: 'ou=people',
      password: { name: 'ldap', key: 'password' },
      payload: z.object({ uid: z.string(), attempts: z.number() }),
    },
  },
});
const security = new Sensor(chart, 'security', {
  dependencies: {
    locked: ldap.event('locked', { filter: ({ data, meta }) => data.attempts > 3 && meta.dn.endsWith('dc=acme') }),
  },
  triggers: {
    page: {
      action: pagerduty.incident({ routingKey: { name: 'pd', key: 'key' } }),
      template: ({ locked }) => ({ summary: `${locked.data.uid} is locked`, severity: 'critical' }),
    },
  },
});

// Triggers that a program computes.
for (const team of ['red', 'blue'])
  security.addTrigger(`tell-${team}`, {
    when: 'locked',
    bind: { team },
    action: log(),
    template: ({ locked }, { team }) => `${team}: ${locked.data.uid}`,
  });

// A sensor of the team's own: its defaults, the same inference.
class AcmeSensor<E> extends Sensor<E> {
  constructor(scope: Construct, id: string, props: Pick<SensorProps<E>, 'dependencies'>) {
    super(scope, `acme-${id}`, props);
  }
}
const page = {
  action: pagerduty.incident({ routingKey: { name: 'pd', key: 'key' } }),
  retry: { steps: 5, duration: '2s' },
} as const;
new AcmeSensor(chart, 'lock', { dependencies: { locked: ldap.event('locked') } }).addTrigger('page', {
  ...page,
  template: ({ locked }) => ({ summary: locked.data.uid, severity: 'info' }),
});

// A template, a source and dependencies as values.
const summary = ({ locked }: { locked: CloudEvent<{ uid: string }> }): Incident => ({
  summary: locked.data.uid,
  severity: 'info',
});
function watch(source: IEventSource<{ locked: { uid: string; attempts: number } }, LdapMeta>) {
  return new Sensor(chart, `watch-${source.name}`, {
    dependencies: { locked: source.event('locked', { filter: ({ data }) => data.attempts > 10 }) },
    triggers: {
      page: { ...page, template: summary },
      again: { ...page, when: 'locked', template: ({ locked }) => ({ summary: locked.meta.dn, severity: 'critical' }) },
    },
  });
}
watch(ldap);
// @ts-expect-error it has no such event
export const noLocked = () => watch(owned);

const shared: Dependencies<{ locked: CloudEvent<{ uid: string; attempts: number }, LdapMeta> }> = {
  locked: ldap.event('locked'),
};
new AcmeSensor(chart, 'shared', { dependencies: shared }).addTrigger('page', { ...page, template: summary });
