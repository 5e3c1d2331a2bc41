import { type Dedup, log, Sensor } from 'eventwright';
import type { Declare, Scenario } from '../scenario.ts';
import type { Story } from '../story.ts';
import { both } from './sensors.ts';

/** Publishes an event again, under its id. A bus may tell a repeat that follows at once by itself. */
async function repeat(story: Story, name: string, id: string): Promise<void> {
  await story.pass(0.3);
  await story.publish(name, {}, { id });
}

/** Waits for a push and an image, and tells how many of each there were. */
const numbers =
  (dedup?: Dedup | false): Declare =>
  ({ chart, git }) =>
    new Sensor(chart, 'deploy', {
      dependencies: { push: git.event('push'), image: git.event('image') },
      triggers: {
        both: {
          action: log(),
          template: ({ push, image }) => `${push.data.n} ${image.data.n}`,
          ...(dedup !== undefined && { dedup }),
        },
      },
    });

/** Events of a source and an id that were seen before. */
export const repeats: readonly Scenario[] = [
  {
    title: 'a repeat meets nobody, neither while the first waits nor when it is gone',
    declare: numbers(),
    async story(story) {
      await story.publish('push', {}, { id: 'a' });
      await repeat(story, 'push', 'a');
      await story.publish('image');
      await story.until({ both: { fired: 1 } });
      await repeat(story, 'push', 'a');
      await story.publish('image');
    },
    ends: { both: { told: ['1 1'], accepted: 5, duplicate: 2, joined: 1, fired: 1, pending: 1 } },
  },
  {
    title: 'the same id of another source is no repeat',
    declare: ({ chart, git, mirror }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { ours: git.event('push'), theirs: mirror.event('push') },
        triggers: { both: { action: log(), template: ({ ours, theirs }) => `${ours.id} ${theirs.id}` } },
      }),
    async story(story) {
      await story.publish('push', {}, { id: 'a' });
      await story.publish('mirror/push', {}, { id: 'a' });
    },
    ends: { both: { told: ['a a'], accepted: 2, joined: 1, fired: 1 } },
  },
  {
    title: 'a repeat is forgotten once its window is over',
    declare: numbers({ window: '3s' }),
    async story(story) {
      await story.publish('push', {}, { id: 'a' });
      await repeat(story, 'push', 'a');
      await story.pass(3.5);
      await repeat(story, 'push', 'a');
      await story.publish('image');
    },
    ends: { both: { told: ['3 1'], accepted: 4, duplicate: 1, superseded: 1, joined: 1, fired: 1 } },
  },
  {
    title: 'a repeat is known after a crash',
    declare: both,
    async story(story) {
      await story.publish('push');
      await story.publish('image');
      await story.until({ both: { fired: 1 } });
      await story.pass(1);
      story.crash();
      await repeat(story, 'push', 'push-1');
      await repeat(story, 'image', 'image-1');
      await story.start();
    },
    ends: { both: { told: ['push-1 image-1'], accepted: 4, joined: 1, fired: 1, duplicate: 2 } },
  },
  {
    title: 'an alternative that asks for it acts on a repeat once',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push'), image: git.event('image') },
        triggers: {
          once: {
            when: 'push || image',
            action: log(),
            template: ({ push, image }) => `${push?.id} ${image?.id}`,
            dedup: { window: '1h' },
          },
          each: { when: 'push || image', action: log(), template: ({ push, image }) => `${push?.id} ${image?.id}` },
        },
      }),
    async story(story) {
      await story.publish('push');
      await story.until({ once: { fired: 1 }, each: { fired: 1 } });
      await repeat(story, 'push', 'push-1');
    },
    ends: {
      once: { told: ['push-1 undefined'], accepted: 2, fired: 1, duplicate: 1 },
      each: { told: ['push-1 undefined'], accepted: 2, fired: 2 },
    },
  },
  {
    title: 'with dedup: false a join takes a repeat as any other event',
    declare: numbers(false),
    async story(story) {
      await story.publish('push', {}, { id: 'a' });
      await repeat(story, 'push', 'a');
      await story.publish('image');
    },
    ends: { both: { told: ['2 1'], accepted: 3, superseded: 1, joined: 1, fired: 1 } },
  },
];
