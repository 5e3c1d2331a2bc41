import { log, Sensor } from 'eventwright';
import type { Scenario } from '../scenario.ts';
import { bothByKey } from './sensors.ts';

/** Which events meet, where each has a key. */
export const keys: readonly Scenario[] = [
  {
    title: 'events meet whose keys are equal, and no others',
    declare: bothByKey('1h'),
    async story(story) {
      await story.publish('push', { key: 'a' });
      await story.publish('push', { key: 'b' });
      await story.publish('push', { key: 'c' });
      await story.publish('image', { key: 'b' });
      await story.until({ both: { fired: 1 } });
      await story.publish('image', { key: 'd' });
      await story.publish('image', { key: 'a' });
    },
    ends: { both: { told: ['push-2 image-1', 'push-1 image-3'], accepted: 6, joined: 2, fired: 2, pending: 2 } },
  },
  {
    title: 'each key has generations of its own: who comes after a fire waits for the next',
    declare: bothByKey('1h'),
    async story(story) {
      for (const name of ['push', 'image', 'image', 'push', 'push']) await story.publish(name, { key: 'a' });
      await story.publish('image', { key: 'a' });
    },
    ends: {
      both: { told: ['push-1 image-1', 'push-2 image-2', 'push-3 image-3'], accepted: 6, joined: 3, fired: 3 },
    },
  },
  {
    title: 'a number and the text of its digits are one key',
    declare: bothByKey('1h'),
    async story(story) {
      await story.publish('push', { key: 17 });
      await story.publish('image', { key: '17' });
    },
    ends: { both: { told: ['push-1 image-1'], accepted: 2, joined: 1, fired: 1 } },
  },
  {
    title: 'any text is a key: with slashes, spaces, dots, and of every script',
    declare: bothByKey('1h'),
    async story(story) {
      const key = 'refs/heads/main .. %2F ключ 🔑';
      await story.publish('push', { key });
      await story.publish('push', { key: 'refs/heads/main .. / ключ 🔑' });
      await story.publish('image', { key });
    },
    ends: { both: { told: ['push-1 image-1'], accepted: 3, joined: 1, fired: 1, pending: 1 } },
  },
  {
    title: 'an event without a key is given up with the path, unless its filter refuses it',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push', { filter: ({ data }) => data.n !== 2 }), image: git.event('image') },
        correlate: {
          by: { push: ({ data }) => data.parent.slice(0, 7), image: ({ data }) => data.key },
          within: '1h',
        },
        triggers: { both: { action: log(), template: ({ push, image }) => `${push.id} ${image.id}` } },
      }),
    async story(story) {
      await story.publish('push');
      await story.publish('push');
      await story.publish('image');
      await story.publish('image', { key: '' });
    },
    ends: {
      both: {
        deadLetters: [
          'image-1: correlate.by.image: it answered undefined, not a text or a number',
          'image-2: correlate.by.image: it answered an empty text, not a text or a number',
          'push-1: correlate.by.push: data.parent.slice: data.parent is undefined',
        ],
        accepted: 4,
        filtered: 1,
        deadLettered: 3,
      },
    },
  },
  {
    title: 'an alternative acts on each event by itself, whatever is correlated',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push'), image: git.event('image') },
        correlate: { by: { push: ({ data }) => data.key, image: ({ data }) => data.key }, within: '1h' },
        triggers: {
          any: { when: 'push || image', action: log(), template: ({ push, image }) => `${push?.id} ${image?.id}` },
          both: { when: 'push && image', action: log(), template: ({ push, image }) => `${push.id} ${image.id}` },
        },
      }),
    async story(story) {
      await story.publish('push', { key: '' });
      await story.until({ any: { fired: 1 } });
      await story.publish('image', { key: 'a' });
    },
    ends: {
      any: { told: ['push-1 undefined', 'undefined image-1'], accepted: 2, fired: 2 },
      both: {
        deadLetters: ['push-1: correlate.by.push: it answered an empty text, not a text or a number'],
        accepted: 2,
        deadLettered: 1,
        pending: 1,
      },
    },
  },
  {
    title: 'keys are made of what the source sent, templates see what a transform made of it',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: {
          push: git.event('push', { transform: ({ data }) => ({ short: data.key.slice(0, 2) }) }),
          image: git.event('image'),
        },
        correlate: { by: { push: (push) => push.id.slice(-1), image: ({ data }) => data.key }, within: '1h' },
        triggers: { both: { action: log(), template: ({ push, image }) => `${push.data.short} ${image.id}` } },
      }),
    async story(story) {
      await story.publish('push', { key: 'abcdef' });
      await story.publish('push');
      await story.publish('image', { key: '1' });
    },
    ends: {
      both: {
        told: ['ab image-1'],
        deadLetters: ["push-2: dependency 'push': transform: data.key.slice: data.key is undefined"],
        accepted: 3,
        joined: 1,
        fired: 1,
        deadLettered: 1,
      },
    },
  },
];
