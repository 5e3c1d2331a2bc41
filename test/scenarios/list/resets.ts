import { log, type Reset, Sensor } from 'eventwright';
import type { Declare, Given, Scenario } from '../scenario.ts';

/** Waits for a push and an image, once with resets and once without. */
const resetting =
  (toResets: (tick: Given['tick']) => readonly Reset[]): Declare =>
  ({ chart, git, tick }) =>
    new Sensor(chart, 'deploy', {
      dependencies: { push: git.event('push'), image: git.event('image') },
      triggers: {
        both: {
          start: 'beginning',
          action: log(),
          template: ({ push, image }) => `${push.id} ${image.id}`,
          resets: toResets(tick),
        },
        patient: { start: 'beginning', action: log(), template: ({ push, image }) => `${push.id} ${image.id}` },
      },
    });

/** What is let go at a reset. */
export const resets: readonly Scenario[] = [
  {
    title: 'a reset lets go of what waits, and of nothing that comes later',
    declare: resetting((tick) => [tick(5)]),
    before: (story) => story.publish('push'),
    async story(story) {
      await story.until({ both: { reset: 1 } });
      await story.publish('image');
      await story.until({ patient: { fired: 1 } });
      await story.publish('push');
    },
    ends: {
      both: { told: ['push-2 image-1'], accepted: 3, reset: 1, joined: 1, fired: 1 },
      patient: { told: ['push-1 image-1'], accepted: 3, joined: 1, fired: 1, pending: 1 },
    },
  },
  {
    title: 'several schedules reset, each on the clocks of its zone',
    declare: resetting((tick) => [tick(1, 'Asia/Kathmandu'), tick(6, 'America/St_Johns')]),
    async before(story) {
      await story.publish('push');
      await story.passTo(1.2);
      await story.publish('push');
    },
    async story(story) {
      await story.until({ both: { reset: 2 } });
      await story.publish('image');
      await story.publish('push');
    },
    ends: {
      both: { told: ['push-3 image-1'], accepted: 4, reset: 2, joined: 1, fired: 1 },
      patient: { told: ['push-2 image-1'], accepted: 4, superseded: 1, joined: 1, fired: 1, pending: 1 },
    },
  },
  {
    title: 'a reset that the worker slept through lets go of what was stored before it',
    declare: resetting((tick) => [tick(5)]),
    before: (story) => story.publish('push'),
    async story(story) {
      await story.until({ both: { accepted: 1 } });
      await story.stop();
      await story.passTo(5.2);
      await story.publish('image');
      await story.start();
      await story.until({ both: { accepted: 2 } });
      await story.publish('push');
    },
    ends: {
      both: { told: ['push-2 image-1'], accepted: 3, reset: 1, joined: 1, fired: 1 },
      patient: { told: ['push-1 image-1'], accepted: 3, joined: 1, fired: 1, pending: 1 },
    },
  },
  {
    title: 'a reset ahead of the end of a window counts, though a second one came before the worker was back',
    declare: ({ chart, git, tick }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push'), image: git.event('image') },
        correlate: { by: { push: ({ data }) => data.key, image: ({ data }) => data.key }, within: '4s' },
        triggers: {
          alone: {
            when: 'push && !image',
            start: 'beginning',
            action: log(),
            template: ({ push }) => push.id,
            resets: [tick(3), tick(6)],
          },
        },
      }),
    before: (story) => story.publish('push', { key: 'a' }),
    async story(story) {
      await story.until({ alone: { accepted: 1 } });
      await story.stop();
      await story.passTo(6.2);
      await story.start();
    },
    ends: { alone: { accepted: 1, reset: 1 } },
  },
];
