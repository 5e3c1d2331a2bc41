import { log, Sensor } from 'eventwright';
import type { Scenario } from '../scenario.ts';

/** Dependencies that have an event, a name or nothing in common. */
export const severalDependencies: readonly Scenario[] = [
  {
    title: 'one event that two dependencies take completes a conjunction of both, and is counted for each',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { any: git.event('push'), other: git.event('push') },
        triggers: { both: { action: log(), template: ({ any, other }) => `${any.id} ${other.id}` } },
      }),
    async story(story) {
      await story.publish('push');
    },
    ends: { both: { told: ['push-1 push-1'], accepted: 2, joined: 1, fired: 1 } },
  },
  {
    title: 'one event that the filter of one of two dependencies refuses does not complete a conjunction',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: {
          odd: git.event('push', { filter: ({ data }) => data.n % 2 === 1 }),
          even: git.event('push', { filter: ({ data }) => data.n % 2 === 0 }),
        },
        triggers: { both: { action: log(), template: ({ odd, even }) => `${odd.id} ${even.id}` } },
      }),
    async story(story) {
      await story.publish('push');
      await story.until({ both: { pending: 1 } });
      await story.publish('push');
      await story.until({ both: { fired: 1 } });
      await story.publish('push');
    },
    ends: { both: { told: ['push-1 push-2'], accepted: 3, joined: 1, fired: 1, pending: 1 } },
  },
  {
    title: 'events of one name from two sources are two dependencies of a conjunction',
    declare: ({ chart, git, mirror }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { ours: git.event('push'), theirs: mirror.event('push') },
        triggers: { both: { action: log(), template: ({ ours, theirs }) => `${ours.source} ${theirs.source}` } },
      }),
    async story(story) {
      await story.publish('push', {}, { source: 'git' });
      await story.publish('push', {}, { source: 'git again' });
      await story.publish('mirror/push', {}, { source: 'mirror' });
    },
    ends: { both: { told: ['git again mirror'], accepted: 3, joined: 1, superseded: 1, fired: 1 } },
  },
  {
    title: 'one event meets others under each of the keys that two dependencies make of it',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { parent: git.event('push'), child: git.event('push') },
        correlate: {
          by: { parent: ({ data }) => data.key, child: ({ data }) => data.parent },
          within: '1h',
        },
        triggers: { both: { action: log(), template: ({ parent, child }) => `${parent.id} ${child.id}` } },
      }),
    async story(story) {
      await story.publish('push', { key: 'a', parent: 'root' });
      await story.publish('push', { key: 'b', parent: 'a' });
      await story.until({ both: { fired: 1 } });
      await story.publish('push', { key: 'c', parent: 'b' });
    },
    ends: { both: { told: ['push-1 push-2', 'push-2 push-3'], accepted: 6, joined: 2, fired: 2, pending: 2 } },
  },
  {
    title: 'one event that two dependencies take under one key is counted for each',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push'), same: git.event('push'), image: git.event('image') },
        correlate: {
          by: { push: ({ data }) => data.key, same: ({ data }) => data.key, image: ({ data }) => data.key },
          within: '1h',
        },
        triggers: { all: { action: log(), template: (seen) => `${seen.push.id} ${seen.same.id} ${seen.image.id}` } },
      }),
    async story(story) {
      await story.publish('push', { key: 'a' });
      await story.publish('image', { key: 'a' });
    },
    ends: { all: { told: ['push-1 push-1 image-1'], accepted: 3, joined: 2, fired: 1 } },
  },
];
