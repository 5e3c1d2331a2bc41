import { type Correlation, type Duration, log, Sensor } from 'eventwright';
import type { Declare } from '../scenario.ts';

/** Waits for a push and an image. */
export const both: Declare = ({ chart, git }) =>
  new Sensor(chart, 'deploy', {
    dependencies: { push: git.event('push'), image: git.event('image') },
    triggers: { both: { action: log(), template: ({ push, image }) => `${push.id} ${image.id}` } },
  });

/** Waits for a push and an image of one key. */
export const bothByKey =
  (within: Duration): Declare =>
  ({ chart, git }) =>
    new Sensor(chart, 'deploy', {
      dependencies: { push: git.event('push'), image: git.event('image') },
      correlate: { by: { push: ({ data }) => data.key, image: ({ data }) => data.key }, within },
      triggers: { both: { action: log(), template: ({ push, image }) => `${push.id} ${image.id}` } },
    });

/** Waits until a push had no image of its key. */
export const alone =
  (within: Duration): Declare =>
  ({ chart, git }) =>
    new Sensor(chart, 'deploy', {
      dependencies: { push: git.event('push'), image: git.event('image') },
      correlate: { by: { push: ({ data }) => data.key, image: ({ data }) => data.key }, within },
      triggers: { alone: { when: 'push && !image', action: log(), template: ({ push }) => push.id } },
    });

/** One trigger for pushes that came together with an image of their key, one for those that came alone. */
export const bothOrAlone =
  (window: Omit<Correlation<never>, 'by' | 'bind'>): Declare =>
  ({ chart, git }) =>
    new Sensor(chart, 'deploy', {
      dependencies: { push: git.event('push'), image: git.event('image') },
      correlate: { by: { push: ({ data }) => data.key, image: ({ data }) => data.key }, ...window },
      triggers: {
        both: { when: 'push && image', action: log(), template: ({ push, image }) => `${push.id} ${image.id}` },
        alone: { when: 'push && !image', action: log(), template: ({ push }) => push.id },
      },
    });

/** One trigger that an approval is enough for, one that acts on each push. */
export const eitherWay: Declare = ({ chart, git }) =>
  new Sensor(chart, 'deploy', {
    dependencies: { push: git.event('push'), image: git.event('image'), approval: git.event('approval') },
    triggers: {
      go: {
        when: '(push && image) || approval',
        action: log(),
        template: ({ push, image, approval }) => `${push?.id} ${image?.id} ${approval?.id}`,
      },
      push: { when: 'push', action: log(), template: ({ push }) => push.id },
    },
  });
