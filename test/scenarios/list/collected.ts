import { log, Sensor } from 'eventwright';
import type { Scenario } from '../scenario.ts';
import { both } from './sensors.ts';

/** What a join keeps of several events of one dependency. */
export const collected: readonly Scenario[] = [
  {
    title: 'the latest event of a dependency takes the place of those before, which are counted',
    needs: { order: 'address' },
    declare: both,
    async story(story) {
      for (const name of ['push', 'push', 'push', 'image']) await story.publish(name);
    },
    ends: { both: { told: ['push-3 image-1'], accepted: 4, joined: 1, superseded: 2, fired: 1 } },
  },
  {
    title: "with collect: 'first' the first event stays, and those behind it are counted",
    needs: { order: 'address' },
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push', { collect: 'first' }), image: git.event('image') },
        triggers: { both: { action: log(), template: ({ push, image }) => `${push.id} ${image.id}` } },
      }),
    async story(story) {
      for (const name of ['push', 'push', 'push', 'image']) await story.publish(name);
    },
    ends: { both: { told: ['push-1 image-1'], accepted: 4, joined: 1, superseded: 2, fired: 1 } },
  },
  {
    title: "with collect: 'all' a template sees a list, the oldest first",
    needs: { order: 'address' },
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push', { collect: 'all' }), image: git.event('image') },
        triggers: {
          both: { action: log(), template: ({ push, image }) => [...push.map(({ id }) => id), image.id].join(' ') },
        },
      }),
    async story(story) {
      for (const name of ['push', 'push', 'push', 'image']) await story.publish(name);
      await story.until({ both: { fired: 1 } });
      for (const name of ['image', 'push']) await story.publish(name);
    },
    ends: { both: { told: ['push-1 push-2 push-3 image-1', 'push-4 image-2'], accepted: 6, joined: 4, fired: 2 } },
  },
  {
    title: 'the oldest of a list gives way beyond maxEvents, and is counted',
    needs: { order: 'address' },
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push', { collect: 'all', maxEvents: 2 }), image: git.event('image') },
        triggers: {
          both: { action: log(), template: ({ push, image }) => [...push.map(({ id }) => id), image.id].join(' ') },
        },
      }),
    async story(story) {
      for (const name of ['push', 'push', 'push', 'push', 'image']) await story.publish(name);
    },
    ends: { both: { told: ['push-3 push-4 image-1'], accepted: 5, joined: 2, superseded: 2, fired: 1 } },
  },
];
