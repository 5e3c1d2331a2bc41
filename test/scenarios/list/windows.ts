import { log, Sensor } from 'eventwright';
import { toShare } from '../../../model/hash.ts';
import { partitionCount } from '../../../model/worker/partition-count.ts';
import type { Scenario } from '../scenario.ts';
import { alone, bothByKey, bothOrAlone } from './sensors.ts';

/** In a window of 4 s. */
const together = bothOrAlone({ within: '4s', onTimeout: 'drop' });

/** Two keys that fall into one partition. */
const [first, second] = neighbours();

function neighbours(): readonly [string, string] {
  const share = (key: string) => toShare(key, partitionCount);
  for (let n = 1; ; n++) if (share(`key-${n}`) === share('key-0')) return ['key-0', `key-${n}`];
}

/** What the end of a window decides. */
export const windows: readonly Scenario[] = [
  {
    title: 'of two triggers, one takes those that came together, the other those that were alone when the window ended',
    declare: together,
    async story(story) {
      await story.publish('push', { key: 'a' });
      await story.publish('push', { key: 'b' });
      await story.publish('image', { key: 'b' });
    },
    ends: {
      both: { told: ['push-2 image-1'], accepted: 3, joined: 1, fired: 1, expired: 1 },
      alone: { told: ['push-1'], accepted: 3, filtered: 2, fired: 1 },
    },
  },
  {
    title: 'an image ahead of its push is an end too: the push is not alone, and the next one may be',
    declare: alone('4s'),
    async story(story) {
      await story.publish('image', { key: 'a' });
      await story.until({ alone: { filtered: 1 } });
      await story.publish('push', { key: 'a' });
      await story.until({ alone: { filtered: 2 } });
      await story.publish('push', { key: 'a' });
    },
    ends: { alone: { told: ['push-2'], accepted: 3, filtered: 2, fired: 1 } },
  },
  {
    title: 'a key that is refused stays so until its window ends, whatever comes of the same dependency',
    declare: alone('4s'),
    async story(story) {
      await story.publish('image', { key: 'a' });
      await story.publish('image', { key: 'a' });
      await story.until({ alone: { filtered: 2 } });
      await story.pass(4.5);
      await story.publish('push', { key: 'a' });
    },
    ends: { alone: { told: ['push-1'], accepted: 3, filtered: 2, fired: 1 } },
  },
  {
    title: 'what waited in vain is dead-lettered with what was missing',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push'), image: git.event('image'), approval: git.event('approval') },
        correlate: {
          by: { push: ({ data }) => data.key, image: ({ data }) => data.key, approval: ({ data }) => data.key },
          within: '4s',
        },
        triggers: {
          all: { action: log(), template: (seen) => `${seen.push.id} ${seen.image.id} ${seen.approval.id}` },
        },
      }),
    async story(story) {
      await story.publish('push', { key: 'a' });
      await story.publish('image', { key: 'a' });
      await story.publish('approval', { key: 'b' });
    },
    ends: {
      all: {
        deadLetters: [
          'approval-1: it waited 4s for push and image',
          'image-1: it waited 4s for approval',
          'push-1: it waited 4s for approval',
        ],
        accepted: 3,
        deadLettered: 3,
      },
    },
  },
  {
    title: 'who comes late belongs to the next generation, with a window of its own',
    declare: together,
    async story(story) {
      await story.publish('push', { key: 'a' });
      await story.until({ both: { expired: 1 }, alone: { fired: 1 } });
      await story.publish('image', { key: 'a' });
      await story.publish('push', { key: 'a' });
    },
    ends: {
      both: { told: ['push-2 image-1'], accepted: 3, expired: 1, joined: 1, fired: 1 },
      alone: { told: ['push-1'], accepted: 3, fired: 1, filtered: 2 },
    },
  },
  {
    title: 'a window ends for each key by itself, a while after its first event, however many follow',
    declare: together,
    async story(story) {
      await story.publish('push', { key: 'a' });
      await story.pass(2);
      await story.publish('push', { key: 'a' });
      await story.publish('push', { key: 'b' });
      await story.until({ both: { expired: 1 } });
      await story.publish('image', { key: 'a' });
      await story.publish('image', { key: 'b' });
      await story.until({ both: { fired: 1 } });
    },
    ends: {
      both: { told: ['push-3 image-2'], accepted: 5, superseded: 1, expired: 2, joined: 1, fired: 1 },
      alone: { told: ['push-2'], accepted: 5, superseded: 1, filtered: 3, fired: 1 },
    },
  },
  {
    title: 'an alternative that the end of the window decides fires with what is there',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push'), image: git.event('image'), approval: git.event('approval') },
        correlate: {
          by: { push: ({ data }) => data.key, image: ({ data }) => data.key, approval: ({ data }) => data.key },
          within: '4s',
          onTimeout: 'drop',
        },
        triggers: {
          go: {
            when: 'push && (image || !approval)',
            action: log(),
            template: ({ push, image, approval }) => `${push.id} ${image?.id} ${approval?.id}`,
          },
        },
      }),
    async story(story) {
      await story.publish('push', { key: 'neither' });
      await story.until({ go: { fired: 1 } });
      await story.publish('approval', { key: 'approved' });
      await story.publish('push', { key: 'approved' });
      await story.publish('push', { key: 'built' });
      await story.publish('image', { key: 'built' });
    },
    ends: {
      go: {
        told: ['push-1 undefined undefined', 'push-3 image-1 undefined'],
        accepted: 5,
        joined: 1,
        fired: 2,
        expired: 2,
      },
    },
  },
  {
    title: 'one key too many ends the window of the oldest',
    declare: bothOrAlone({ within: '1h', maxOpen: 1 }),
    async story(story) {
      await story.publish('push', { key: first });
      await story.publish('push', { key: second });
      await story.publish('image', { key: second });
      await story.until({ both: { fired: 1 } });
    },
    ends: {
      both: {
        told: ['push-2 image-1'],
        deadLetters: ['push-1: more than 1 keys were open'],
        accepted: 3,
        joined: 1,
        fired: 1,
        deadLettered: 1,
      },
      alone: { told: ['push-1'], accepted: 3, fired: 1, filtered: 2 },
    },
  },
  {
    title: 'an expired event that is redriven waits anew',
    declare: bothByKey('4s'),
    async story(story) {
      await story.publish('push', { key: 'a' });
      await story.until({ both: { deadLettered: 1 } });
      await story.redrive();
      await story.until({ both: { accepted: 2 } });
      await story.publish('image', { key: 'a' });
    },
    ends: {
      both: {
        told: ['push-1 image-1'],
        deadLetters: ['push-1: it waited 4s for image'],
        accepted: 3,
        deadLettered: 1,
        joined: 1,
        fired: 1,
      },
    },
  },
];
