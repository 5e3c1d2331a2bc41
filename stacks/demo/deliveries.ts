import { createRequire } from 'node:module';

const webhooks: readonly { readonly name: string; readonly examples: readonly object[] }[] = createRequire(
  import.meta.url,
)('@octokit/webhooks-examples');

/** Something that GitHub, or the clock, would cause, and what has to come of it. */
export interface Delivery {
  readonly what: string;
  /** `github/push` */
  readonly event: string;
  /** GitHub's name of the event; none at a tick of the clock. */
  readonly header?: string;
  readonly payload?: object;
  /** By trigger. */
  readonly outcomes: Readonly<Record<string, 'fired' | 'filtered'>>;
}

/** Real payloads, as GitHub publishes them for tests. */
export const deliveries: readonly Delivery[] = [
  {
    what: 'a push to master',
    event: 'github/push',
    header: 'push',
    payload: example('push', ({ ref }) => ref === 'refs/heads/master'),
    outcomes: { 'deploy/announce': 'fired', 'deploy/note': 'fired' },
  },
  {
    what: 'a push of a tag',
    event: 'github/push',
    header: 'push',
    payload: example('push', ({ ref, deleted }) => ref === 'refs/tags/simple-tag' && !deleted),
    outcomes: { 'deploy/announce': 'filtered', 'deploy/note': 'filtered' },
  },
  {
    what: 'another push to master, while the target is busy',
    event: 'github/push',
    header: 'push',
    payload: example('push', ({ ref }) => ref === 'refs/heads/master', 1),
    outcomes: { 'deploy/announce': 'fired', 'deploy/note': 'fired' },
  },
  {
    what: 'a release that was published',
    event: 'github/release',
    header: 'release',
    payload: example('release', ({ action }) => action === 'published'),
    outcomes: { 'news/tell': 'fired' },
  },
  {
    what: 'a release that was only created',
    event: 'github/release',
    header: 'release',
    payload: example('release', ({ action }) => action === 'created'),
    outcomes: { 'news/tell': 'filtered' },
  },
  {
    what: 'an issue that was opened',
    event: 'github/issue',
    header: 'issues',
    payload: example('issues', ({ action }) => action === 'opened'),
    outcomes: { 'news/tell': 'fired' },
  },
  { what: 'three o’clock in the morning', event: 'clock/nightly', outcomes: { 'nightly/note': 'fired' } },
];

interface Payload {
  readonly ref?: string;
  readonly deleted?: boolean;
  readonly action?: string;
}

function example(name: string, matches: (payload: Payload) => boolean, nth = 0): object {
  const examples = webhooks.find((webhook) => webhook.name === name)?.examples ?? [];
  const found = examples.filter((payload) => matches(payload as Payload))[nth];
  if (!found) throw new Error(`@octokit/webhooks-examples has no such '${name}' payload`);
  return found;
}
