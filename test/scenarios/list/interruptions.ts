import { http, log, Sensor } from 'eventwright';
import type { Declare, Scenario } from '../scenario.ts';
import { alone, both, bothOrAlone, eitherWay } from './sensors.ts';

/** Posts to the target, and goes on for long. */
const posts: Declare = ({ chart, git, target }) =>
  new Sensor(chart, 'deploy', {
    dependencies: { push: git.event('push'), image: git.event('image') },
    triggers: {
      both: {
        action: http.post({ url: `${target}/both` }),
        template: ({ push, image }) => ({ body: { told: `${push.id} ${image.id}` } }),
        retry: { steps: 100, duration: '1s', factor: 1, jitter: 0 },
      },
    },
  });

const inWindow = bothOrAlone({ within: '5s', onTimeout: 'drop' });

/** What was taken stands in the journal, in seconds. A crash ahead of that leaves it to the log. */
const untilStored = 0.5;

/** What becomes of events that wait while nobody is there. */
export const interruptions: readonly Scenario[] = [
  {
    title: 'what waits is there after a restart',
    declare: eitherWay,
    async story(story) {
      await story.publish('push');
      await story.until({ go: { pending: 1 }, push: { fired: 1 } });
      await story.stop();
      await story.start();
      await story.publish('image');
    },
    ends: {
      go: { told: ['push-1 image-1 undefined'], accepted: 2, joined: 1, fired: 1 },
      push: { told: ['push-1'], accepted: 1, fired: 1 },
    },
  },
  {
    title: 'what waits is there after a crash, whenever it came',
    declare: both,
    async story(story) {
      await story.publish('push');
      await story.until({ both: { pending: 1 } });
      await story.pass(untilStored);
      story.crash();
      await story.start();
      await story.publish('push');
      story.crash();
      await story.publish('push');
      await story.start();
      await story.publish('image');
    },
    ends: {
      both: { told: ['push-3 image-1'], accepted: 4, superseded: 2, joined: 1, fired: 1 },
    },
  },
  {
    title: 'what waits with one replica is completed by another when that one dies',
    declare: both,
    async story(story) {
      await story.start();
      await story.publish('push');
      await story.until({ both: { pending: 1 } });
      await story.pass(untilStored);
      story.crash();
      await story.publish('image');
      await story.until({ both: { fired: 1 } });
      await story.start();
      await story.stop();
      await story.publish('image');
      await story.publish('push');
    },
    ends: {
      both: { told: ['push-1 image-1', 'push-2 image-2'], accepted: 4, joined: 2, fired: 2 },
    },
  },
  {
    title: 'an execution whose target is away is the same after a crash, and newcomers do not join it',
    declare: posts,
    async story(story) {
      story.answer(503);
      for (const name of ['push', 'image', 'push']) await story.publish(name);
      await story.until({ both: { accepted: 3 } });
      await story.pass(1.5);
      story.crash();
      await story.start();
      await story.publish('image');
      await story.pass(1);
      story.answer(204);
    },
    ends: { both: { told: ['push-1 image-1', 'push-2 image-2'], accepted: 4, joined: 2, fired: 2 } },
  },
  {
    title: 'a worker that was away for longer than the window decides by when events were stored: in time',
    declare: inWindow,
    async story(story) {
      await story.publish('push', { key: 'a' });
      await story.until({ both: { pending: 1 }, alone: { pending: 1 } });
      await story.pass(untilStored);
      story.crash();
      await story.publish('image', { key: 'a' });
      await story.pass(6);
      await story.start();
    },
    ends: {
      both: { told: ['push-1 image-1'], accepted: 2, joined: 1, fired: 1 },
      alone: { accepted: 2, filtered: 2 },
    },
  },
  {
    title: 'a worker that was away for longer than the window decides by when events were stored: too late',
    declare: inWindow,
    async story(story) {
      await story.publish('push', { key: 'a' });
      await story.until({ both: { pending: 1 }, alone: { pending: 1 } });
      await story.stop();
      await story.pass(6);
      await story.publish('image', { key: 'a' });
      await story.start();
    },
    ends: {
      both: { accepted: 2, expired: 2 },
      alone: { told: ['push-1'], accepted: 2, fired: 1, filtered: 1 },
    },
  },
  {
    title: 'a key that is refused stays so through a crash',
    declare: alone('1h'),
    async story(story) {
      await story.publish('image', { key: 'a' });
      await story.until({ alone: { filtered: 1 } });
      await story.pass(untilStored);
      story.crash();
      await story.publish('push', { key: 'a' });
      await story.start();
      await story.until({ alone: { filtered: 2 } });
      await story.publish('push', { key: 'a' });
    },
    ends: { alone: { accepted: 3, filtered: 2, pending: 1 } },
  },
  {
    title: 'a list keeps its order through crashes',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push', { collect: 'all', maxEvents: 11 }), image: git.event('image') },
        triggers: {
          both: { action: log(), template: ({ push, image }) => [...push, image].map(({ id }) => id).join(' ') },
        },
      }),
    async story(story) {
      for (let n = 0; n < 8; n++) await story.publish('push');
      await story.until({ both: { pending: 8 } });
      await story.pass(untilStored);
      story.crash();
      for (let n = 8; n < 12; n++) await story.publish('push');
      await story.start();
      await story.until({ both: { superseded: 1 } });
      await story.stop();
      await story.start();
      await story.publish('image');
    },
    ends: {
      both: {
        told: ['push-2 push-3 push-4 push-5 push-6 push-7 push-8 push-9 push-10 push-11 push-12 image-1'],
        accepted: 13,
        superseded: 1,
        joined: 11,
        fired: 1,
      },
    },
  },
  {
    title: 'an execution of two events that is given up is one letter, and redriven it is the same execution',
    declare: posts,
    async story(story) {
      story.answer(400);
      for (const name of ['push', 'image']) await story.publish(name);
      await story.until({ both: { deadLettered: 1 } });
      await story.publish('push');
      await story.until({ both: { pending: 1 } });
      story.answer(204);
      await story.redrive();
      await story.until({ both: { fired: 1 } });
      await story.publish('image');
    },
    ends: {
      both: {
        told: ['push-1 image-1', 'push-2 image-2'],
        deadLetters: ['image-1: the target answered 400'],
        accepted: 5,
        joined: 2,
        fired: 2,
        deadLettered: 1,
      },
    },
  },
];
