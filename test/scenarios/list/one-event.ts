import { CalendarEventSource, http, log, Sensor } from 'eventwright';
import type { Declare, Scenario } from '../scenario.ts';

/** A trigger that posts to the target, and goes on for long. */
const posts: Declare = ({ chart, git, target }) =>
  new Sensor(chart, 'deploy', {
    dependencies: { push: git.event('push') },
    triggers: {
      call: {
        action: http.post({ url: `${target}/call` }),
        template: ({ push }) => ({ body: { told: push.id } }),
        retry: { steps: 100, duration: '1s', factor: 1, jitter: 0 },
      },
    },
  });

/** Triggers that act on one event at a time. */
export const oneEvent: readonly Scenario[] = [
  {
    title: 'a trigger of one dependency fires with each event that its filter lets pass',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push', { filter: ({ data }) => data.n !== 2 }) },
        triggers: { note: { action: log(), template: ({ push }) => push.id } },
      }),
    async story(story) {
      await story.publish('push');
      await story.until({ note: { fired: 1 } });
      await story.publish('push');
      await story.publish('push');
    },
    ends: { note: { told: ['push-1', 'push-3'], accepted: 3, fired: 2, filtered: 1 } },
  },
  {
    title: 'an alternative fires with each event of either dependency, and sees that one alone',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push'), image: git.event('image') },
        triggers: {
          any: { when: 'push || image', action: log(), template: ({ push, image }) => `${push?.id} ${image?.id}` },
          image: { when: 'image', action: log(), template: ({ image }) => image.id },
        },
      }),
    async story(story) {
      await story.publish('push');
      await story.until({ any: { fired: 1 } });
      await story.publish('image');
      await story.until({ any: { fired: 2 }, image: { fired: 1 } });
      await story.publish('image');
    },
    ends: {
      any: { told: ['push-1 undefined', 'undefined image-1', 'undefined image-2'], accepted: 3, fired: 3 },
      image: { told: ['image-1', 'image-2'], accepted: 2, fired: 2 },
    },
  },
  {
    title: 'two dependencies of one event that both let it pass fire an alternative once, with both',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { all: git.event('push'), first: git.event('push', { filter: ({ data }) => data.n < 2 }) },
        triggers: {
          any: { when: 'all || first', action: log(), template: ({ all, first }) => `${all?.id} ${first?.id}` },
        },
      }),
    async story(story) {
      await story.publish('push');
      await story.until({ any: { fired: 1 } });
      await story.publish('push');
    },
    ends: { any: { told: ['push-1 push-1', 'push-2 undefined'], accepted: 2, fired: 2 } },
  },
  {
    title: 'events of one name from several sources are told apart',
    declare: ({ chart, git, mirror }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { ours: git.event('push'), theirs: mirror.event('push') },
        triggers: {
          ours: { when: 'ours', action: log(), template: ({ ours }) => ours.source.split('/')[2] },
          theirs: { when: 'theirs', action: log(), template: ({ theirs }) => theirs.source.split('/')[2] },
        },
      }),
    async story(story) {
      await story.publish('push');
      await story.publish('mirror/push');
      await story.publish('mirror/push');
    },
    ends: {
      ours: { told: ['git'], accepted: 1, fired: 1 },
      theirs: { told: ['mirror', 'mirror'], accepted: 2, fired: 2 },
    },
  },
  {
    title: 'what was stored while the worker was away is acted on when it is back',
    declare: posts,
    async story(story) {
      await story.publish('push');
      await story.until({ call: { fired: 1 } });
      await story.stop();
      await story.publish('push');
      await story.start();
    },
    ends: { call: { told: ['push-1', 'push-2'], accepted: 2, fired: 2 } },
  },
  {
    title: 'an event whose target is away is acted on once, by a successor, when the target is back',
    declare: posts,
    async story(story) {
      story.answer(503);
      await story.publish('push');
      await story.until({ call: { pending: 1 } });
      await story.pass(1);
      story.crash();
      story.answer(204);
      await story.start();
    },
    ends: { call: { told: ['push-1'], accepted: 1, fired: 1 } },
  },
  {
    title: 'what a target refuses for good is given up, and acted on anew only when it is redriven',
    declare: posts,
    async story(story) {
      story.answer(400);
      await story.publish('push');
      await story.until({ call: { deadLettered: 1 } });
      await story.stop();
      story.answer(204);
      await story.start();
      await story.publish('push');
      await story.until({ call: { fired: 1 } });
      await story.redrive();
    },
    ends: {
      call: {
        told: ['push-1', 'push-2'],
        accepted: 3,
        fired: 2,
        deadLettered: 1,
        deadLetters: ['push-1: the target answered 400'],
      },
    },
  },
  {
    title: 'a calendar ticks once, however many replicas there are, and its tick is acted on',
    declare({ chart, bus, tick }) {
      const clock = new CalendarEventSource(chart, 'clock', { bus, events: { tick: tick(9) } });
      new Sensor(chart, 'deploy', {
        dependencies: { tick: clock.event('tick') },
        triggers: { note: { action: log(), template: ({ tick }) => `${tick.source.split('/')[2]} ${tick.subject}` } },
      });
    },
    story: (story) => story.start(),
    ends: { note: { told: ['clock tick'], accepted: 1, fired: 1 } },
  },
];
