import { log, Sensor } from 'eventwright';
import type { Declare, Scenario } from '../scenario.ts';

const first: Declare = ({ chart, git }) =>
  new Sensor(chart, 'first', {
    dependencies: { push: git.event('push'), image: git.event('image') },
    triggers: { first: { action: log(), template: ({ push, image }) => `${push.id} ${image.id}` } },
  });

const firstAndSecond: Declare = (given) => {
  first(given);
  const { chart, git } = given;
  new Sensor(chart, 'second', {
    dependencies: { push: git.event('push'), image: git.event('image') },
    triggers: { second: { action: log(), template: ({ push, image }) => `${push.id} ${image.id}` } },
  });
};

const threeWays: Declare = ({ chart, git }) =>
  new Sensor(chart, 'deploy', {
    dependencies: { push: git.event('push'), image: git.event('image'), approval: git.event('approval') },
    triggers: {
      go: {
        when: '(push && image) || approval',
        action: log(),
        template: ({ push, image, approval }) => `${push?.id} ${image?.id} ${approval?.id}`,
      },
    },
  });

const twoWays: Declare = ({ chart, git }) =>
  new Sensor(chart, 'deploy', {
    dependencies: { push: git.event('push'), image: git.event('image'), approval: git.event('approval') },
    triggers: {
      go: { when: 'push && image', action: log(), template: ({ push, image }) => `then ${push.id} ${image.id}` },
    },
  });

/** What becomes of events that wait when their sensor changes. */
export const changes: readonly Scenario[] = [
  {
    title: 'a sensor that is new waits for both, while one that was there needs only the rest',
    declare: first,
    async story(story) {
      await story.publish('push');
      await story.until({ first: { pending: 1 } });
      await story.stop();
      await story.start(firstAndSecond);
      await story.publish('image');
      await story.until({ second: { pending: 1 } });
    },
    ends: {
      first: { told: ['push-1 image-1'], accepted: 2, joined: 1, fired: 1 },
      second: { accepted: 1, pending: 1 },
    },
  },
  {
    title: 'a sensor that is new waits for both, also where the worker crashed before it came',
    declare: first,
    async story(story) {
      await story.publish('push');
      await story.until({ first: { pending: 1 } });
      story.crash();
      await story.start(firstAndSecond);
      await story.publish('image');
      await story.until({ second: { pending: 1 } });
    },
    ends: {
      first: { told: ['push-1 image-1'], accepted: 2, joined: 1, fired: 1 },
      second: { accepted: 1, pending: 1 },
    },
  },
  {
    title: 'what waits is kept when a condition gets narrower, and is told by the new template',
    declare: threeWays,
    async story(story) {
      await story.publish('push');
      await story.until({ go: { pending: 1 } });
      await story.stop();
      await story.start(twoWays);
      await story.publish('approval');
      await story.publish('image');
    },
    ends: { go: { told: ['then push-1 image-1'], accepted: 2, joined: 1, fired: 1 } },
  },
  {
    title: 'what waits fires when a condition gets wider and needs nothing more',
    declare: twoWays,
    async story(story) {
      await story.publish('image');
      await story.until({ go: { pending: 1 } });
      await story.stop();
      await story.start(({ chart, git }) => {
        new Sensor(chart, 'deploy', {
          dependencies: { push: git.event('push'), image: git.event('image'), approval: git.event('approval') },
          triggers: {
            go: {
              when: 'image || (push && approval)',
              action: log(),
              template: ({ image }) => `${image?.id}`,
            },
          },
        });
      });
    },
    ends: { go: { told: ['image-1'], accepted: 1, fired: 1 } },
  },
  {
    title: 'a filter that was edited is asked about newcomers, and takes nothing from those that wait',
    declare: twoWays,
    async story(story) {
      await story.publish('push');
      await story.until({ go: { pending: 1 } });
      await story.stop();
      await story.publish('push');
      await story.start(({ chart, git }) => {
        new Sensor(chart, 'deploy', {
          dependencies: { push: git.event('push', { filter: ({ data }) => data.n > 2 }), image: git.event('image') },
          triggers: {
            go: { when: 'push && image', action: log(), template: ({ push, image }) => `${push.id} ${image.id}` },
          },
        });
      });
      await story.publish('image');
    },
    ends: { go: { told: ['push-1 image-1'], accepted: 3, filtered: 1, joined: 1, fired: 1 } },
  },
];
