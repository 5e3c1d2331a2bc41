import { log, Sensor } from 'eventwright';
import type { Scenario } from '../scenario.ts';
import { eitherWay } from './sensors.ts';

/** What `&&`, `||` and parentheses wait for, where all events of a trigger meet. */
export const conditions: readonly Scenario[] = [
  {
    title: 'a conjunction fires once both have come, in whichever order, and waits for both again',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push'), image: git.event('image') },
        triggers: {
          both: { when: 'push && image', action: log(), template: ({ push, image }) => `${push.id} ${image.id}` },
        },
      }),
    async story(story) {
      await story.publish('push');
      await story.publish('image');
      await story.until({ both: { fired: 1 } });
      await story.publish('image');
      await story.publish('push');
      await story.until({ both: { fired: 2 } });
      await story.publish('push');
    },
    ends: {
      both: { told: ['push-1 image-1', 'push-2 image-2'], accepted: 5, joined: 2, fired: 2, pending: 1 },
    },
  },
  {
    title: 'a trigger without a condition waits for all dependencies',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push'), image: git.event('image'), approval: git.event('approval') },
        triggers: {
          all: { action: log(), template: ({ push, image, approval }) => [push.id, image.id, approval.id].join(' ') },
        },
      }),
    async story(story) {
      for (const name of ['approval', 'push', 'image']) await story.publish(name);
    },
    ends: { all: { told: ['push-1 image-1 approval-1'], accepted: 3, joined: 2, fired: 1 } },
  },
  {
    title: 'an alternative in a conjunction is one of two that is enough',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push'), image: git.event('image'), approval: git.event('approval') },
        triggers: {
          either: {
            when: 'push && (image || approval)',
            action: log(),
            template: ({ push, image, approval }) => `${push.id} ${image?.id} ${approval?.id}`,
          },
        },
      }),
    async story(story) {
      await story.publish('push');
      await story.publish('approval');
      await story.until({ either: { fired: 1 } });
      await story.publish('image');
      await story.publish('approval');
      await story.publish('push');
    },
    ends: {
      either: {
        told: ['push-1 undefined approval-1', 'push-2 image-1 approval-2'],
        accepted: 5,
        joined: 3,
        fired: 2,
      },
    },
  },
  {
    title: 'what is held when an alternative fires is passed to it and consumed',
    declare: eitherWay,
    async story(story) {
      await story.publish('push');
      await story.publish('approval');
      await story.until({ go: { fired: 1 } });
      await story.publish('image');
      await story.publish('push');
    },
    ends: {
      go: {
        told: ['push-1 undefined approval-1', 'push-2 image-1 undefined'],
        accepted: 4,
        joined: 2,
        fired: 2,
      },
      push: { told: ['push-1', 'push-2'], accepted: 2, fired: 2 },
    },
  },
  {
    title: 'triggers of one sensor wait each for itself',
    declare: eitherWay,
    async story(story) {
      await story.publish('push');
      await story.until({ go: { pending: 1 }, push: { fired: 1 } });
      await story.publish('image');
      await story.until({ go: { fired: 1 } });
      await story.publish('image');
      await story.until({ go: { pending: 1 } });
      await story.publish('approval');
    },
    ends: {
      go: { told: ['push-1 image-1 undefined', 'undefined image-2 approval-1'], accepted: 4, joined: 2, fired: 2 },
      push: { told: ['push-1'], accepted: 1, fired: 1 },
    },
  },
];
