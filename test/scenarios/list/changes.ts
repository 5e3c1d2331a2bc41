import { log, Sensor } from 'eventwright';
import type { Declare, Scenario } from '../scenario.ts';
import type { Story } from '../story.ts';
import { bothByKey } from './sensors.ts';

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

function withNewcomer(title: string, end: (story: Story) => Promise<void>): Scenario {
  return {
    title,
    declare: first,
    async story(story) {
      await story.publish('push');
      await story.until({ first: { pending: 1 } });
      await end(story);
      await story.start(firstAndSecond);
      await story.publish('image');
      await story.until({ second: { pending: 1 } });
    },
    ends: {
      first: { told: ['push-1 image-1'], accepted: 2, joined: 1, fired: 1 },
      second: { accepted: 1, pending: 1 },
    },
  };
}

/** What becomes of events that wait when their sensor changes. */
export const changes: readonly Scenario[] = [
  withNewcomer('a sensor that is new waits for both, while one that was there needs only the rest', (story) =>
    story.stop(),
  ),
  withNewcomer('a sensor that is new waits for both, also where the worker crashed before it came', async (story) => {
    await story.pass(0.5);
    story.crash();
  }),
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
  {
    title: 'a condition that gets a further dependency keeps what waits, and waits for that too',
    declare: twoWays,
    async story(story) {
      await story.publish('push');
      await story.until({ go: { pending: 1 } });
      await story.stop();
      await story.start(({ chart, git }) => {
        new Sensor(chart, 'deploy', {
          dependencies: { push: git.event('push'), image: git.event('image'), approval: git.event('approval') },
          triggers: {
            go: { action: log(), template: (seen) => `${seen.push.id} ${seen.image.id} ${seen.approval.id}` },
          },
        });
      });
      await story.publish('image');
      await story.until({ go: { pending: 2 } });
      await story.publish('approval');
    },
    ends: { go: { told: ['push-1 image-1 approval-1'], accepted: 3, joined: 2, fired: 1 } },
  },
  {
    title: 'what waits for a condition that no longer names it is given up, and the rest waits on',
    declare: threeWays,
    async story(story) {
      await story.publish('image');
      await story.publish('image');
      await story.until({ go: { superseded: 1 } });
      await story.stop();
      await story.start(({ chart, git }) => {
        new Sensor(chart, 'deploy', {
          dependencies: { push: git.event('push'), approval: git.event('approval') },
          triggers: {
            go: {
              when: 'push && approval',
              action: log(),
              template: ({ push, approval }) => `${push.id} ${approval.id}`,
            },
          },
        });
      });
      await story.publish('approval');
      await story.publish('push');
    },
    ends: {
      go: {
        told: ['push-1 approval-1'],
        deadLetters: ['image-2: its dependency is gone from the condition'],
        accepted: 4,
        superseded: 1,
        joined: 1,
        fired: 1,
        deadLettered: 1,
      },
    },
  },
  {
    title: 'a trigger that begins to join misses nothing of what was stored before',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push') },
        triggers: { go: { action: log(), template: ({ push }) => push.id } },
      }),
    async story(story) {
      await story.publish('push');
      await story.until({ go: { fired: 1 } });
      await story.stop();
      await story.publish('push');
      await story.publish('image');
      await story.start(twoWays);
    },
    ends: { go: { told: ['push-1', 'then push-2 image-1'], accepted: 3, joined: 1, fired: 2 } },
  },
  {
    title: 'a trigger that joins no more acts on each event that waited by itself',
    declare: twoWays,
    async story(story) {
      await story.publish('push');
      await story.until({ go: { pending: 1 } });
      await story.stop();
      await story.start(({ chart, git }) => {
        new Sensor(chart, 'deploy', {
          dependencies: { push: git.event('push'), image: git.event('image') },
          triggers: {
            go: { when: 'push || image', action: log(), template: ({ push, image }) => `${push?.id} ${image?.id}` },
          },
        });
      });
      await story.until({ go: { fired: 1 } });
      await story.publish('image');
    },
    ends: { go: { told: ['push-1 undefined', 'undefined image-1'], accepted: 2, fired: 2 } },
  },
  {
    title: 'what waits under keys that are made in another way now meets no newcomer, and its window ends as before',
    declare: bothByKey('5s'),
    async story(story) {
      await story.publish('push', { key: 'a', parent: 'b' });
      await story.until({ both: { pending: 1 } });
      await story.stop();
      await story.start(({ chart, git }) => {
        new Sensor(chart, 'deploy', {
          dependencies: { push: git.event('push'), image: git.event('image') },
          correlate: { by: { push: ({ data }) => data.parent, image: ({ data }) => data.key }, within: '5s' },
          triggers: { both: { action: log(), template: ({ push, image }) => `${push.id} ${image.id}` } },
        });
      });
      await story.publish('image', { key: 'b', parent: 'a' });
      await story.publish('push', { key: 'a', parent: 'b' });
    },
    ends: {
      both: {
        told: ['push-2 image-1'],
        deadLetters: ['push-1: it waited 5s for image'],
        accepted: 3,
        joined: 1,
        fired: 1,
        deadLettered: 1,
      },
    },
  },
  {
    title: 'a trigger of another name that says what it was called goes on with what waits',
    declare: twoWays,
    async story(story) {
      await story.publish('push');
      await story.until({ go: { pending: 1 } });
      await story.stop();
      await story.publish('push');
      await story.start(({ chart, git }) => {
        new Sensor(chart, 'deploy', {
          dependencies: { push: git.event('push'), image: git.event('image') },
          triggers: {
            ship: { action: log(), template: ({ push, image }) => `${push.id} ${image.id}`, formerName: 'go' },
          },
        });
      });
      await story.publish('image');
    },
    ends: { ship: { told: ['push-2 image-1'], accepted: 3, superseded: 1, joined: 1, fired: 1 } },
  },
];
