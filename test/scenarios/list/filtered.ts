import { log, Sensor } from 'eventwright';
import type { Scenario } from '../scenario.ts';

/** Which events a dependency takes. */
export const filtered: readonly Scenario[] = [
  {
    title: 'a filter sees the attributes of the event: type, source, subject, id, extensions',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: {
          type: git.event('push', { filter: ({ type }) => type === 'com.example.pushed' }),
          source: git.event('push', { filter: ({ source }) => source.startsWith('/mirror') }),
          subject: git.event('push', { filter: ({ subject }) => subject === 'main' }),
          id: git.event('push', { filter: ({ id }) => id === 'x-1' }),
          extensions: git.event('push', { filter: ({ extensions }) => extensions.team === 'red' }),
        },
        triggers: {
          type: { when: 'type', action: log(), template: ({ type }) => type.id },
          source: { when: 'source', action: log(), template: ({ source }) => source.id },
          subject: { when: 'subject', action: log(), template: ({ subject }) => subject.id },
          id: { when: 'id', action: log(), template: ({ id }) => id.id },
          extensions: { when: 'extensions', action: log(), template: ({ extensions }) => extensions.id },
          all: {
            when: 'type && source && subject && id && extensions',
            action: log(),
            template: ({ type, source, subject, id, extensions }) =>
              [type.id, source.id, subject.id, id.id, extensions.id].join(' '),
          },
        },
      }),
    async story(story) {
      await story.publish('push', {}, { type: 'com.example.pushed' });
      await story.publish('push', {}, { source: '/mirror/1' });
      await story.publish('push', {}, { subject: 'main' });
      await story.publish('push', {}, { id: 'x-1' });
      await story.publish('push', {}, { extensions: { team: 'red' } });
    },
    ends: {
      type: { told: ['push-1'], accepted: 5, filtered: 4, fired: 1 },
      source: { told: ['push-2'], accepted: 5, filtered: 4, fired: 1 },
      subject: { told: ['push-3'], accepted: 5, filtered: 4, fired: 1 },
      id: { told: ['x-1'], accepted: 5, filtered: 4, fired: 1 },
      extensions: { told: ['push-5'], accepted: 5, filtered: 4, fired: 1 },
      all: { told: ['push-1 push-2 push-3 x-1 push-5'], accepted: 5, joined: 4, fired: 1 },
    },
  },
  {
    title: 'a filter that cannot be evaluated gives the event up, with the path that was missing',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: {
          push: git.event('push', { filter: ({ data }) => data.key.startsWith('x') }),
          image: git.event('image', { filter: ({ data }) => data.key.startsWith('x'), onFilterError: 'filter' }),
        },
        triggers: {
          any: { when: 'push || image', action: log(), template: ({ push, image }) => `${push?.id} ${image?.id}` },
          both: { when: 'push && image', action: log(), template: ({ push, image }) => `${push.id} ${image.id}` },
        },
      }),
    async story(story) {
      for (const name of ['push', 'image']) await story.publish(name);
      await story.publish('push', { key: 'xy' });
    },
    ends: {
      any: {
        told: ['push-2 undefined'],
        deadLetters: ["push-1: dependency 'push': filter: data.key.startsWith: data.key is undefined"],
        accepted: 3,
        filtered: 1,
        fired: 1,
        deadLettered: 1,
      },
      both: {
        deadLetters: ["push-1: dependency 'push': filter: data.key.startsWith: data.key is undefined"],
        accepted: 3,
        filtered: 1,
        deadLettered: 1,
        pending: 1,
      },
    },
  },
  {
    title: 'an event that a filter refuses takes no place among those that wait',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: { push: git.event('push', { filter: ({ data }) => data.n !== 2 }), image: git.event('image') },
        triggers: { both: { action: log(), template: ({ push, image }) => `${push.id} ${image.id}` } },
      }),
    async story(story) {
      for (const name of ['push', 'push', 'image']) await story.publish(name);
    },
    ends: { both: { told: ['push-1 image-1'], accepted: 3, filtered: 1, joined: 1, fired: 1 } },
  },
  {
    title: 'a part of the day is meant in its zone and may reach past midnight: its start counts, its stop does not',
    declare: ({ chart, git }) =>
      new Sensor(chart, 'deploy', {
        dependencies: {
          night: git.event('push', { during: { start: '22:00', stop: '06:00', timeZone: 'Europe/Oslo' } }),
          day: git.event('push', { during: { start: '09:00', stop: '17:00:30' } }),
        },
        triggers: {
          night: { when: 'night', action: log(), template: ({ night }) => night.id },
          day: { when: 'day', action: log(), template: ({ day }) => day.id },
          both: { when: 'night && day', action: log(), template: ({ night, day }) => `${night.id} ${day.id}` },
        },
      }),
    async story(story) {
      const times = [
        ['21:59:59 in Oslo in winter', '2026-01-15T20:59:59Z'],
        ['22:00 in winter', '2026-01-15T22:00:00+01:00'],
        ['22:00 in summer', '2026-07-15T20:00:00Z'],
        ['05:59:59', '2026-01-16T04:59:59.999Z'],
        ['06:00', '2026-01-16T05:00:00Z'],
        ['noon', '2026-01-16T12:00:00Z'],
        ['17:00:29', '2026-01-16T17:00:29Z'],
        ['17:00:30', '2026-01-16T17:00:30Z'],
      ] as const;
      for (const [n, [id, time]] of times.entries()) {
        await story.publish('push', {}, { id, time });
        await story.until({ night: { accepted: n + 1 }, day: { accepted: n + 1 } });
        await story.pass(0.1);
      }
    },
    ends: {
      night: { told: ['22:00 in winter', '22:00 in summer', '05:59:59'], accepted: 8, filtered: 5, fired: 3 },
      day: { told: ['noon', '17:00:29'], accepted: 8, filtered: 6, fired: 2 },
      both: {
        told: ['05:59:59 noon'],
        accepted: 8,
        filtered: 3,
        superseded: 2,
        joined: 1,
        fired: 1,
        pending: 1,
      },
    },
  },
];
