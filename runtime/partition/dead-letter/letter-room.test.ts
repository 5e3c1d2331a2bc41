import fc from 'fast-check';
import { toRoom } from '../join/heads.ts';
import { packEvent } from '../work/held-event.ts';
import { eventsOf } from '../work/joined.ts';
import { toJoinedBody } from './joined-body.ts';
import { toLetterRoom, toMaxBodyBytes } from './letter-room.ts';
import { anyJoined } from './testing/any-joined.ts';

const promises = { maxMessageBytes: 1024 ** 2 };
const address = { class: 'event', namespace: 'ci', eventSource: 'web', event: 'push' } as const;
const besides = toMaxBodyBytes(promises) - toLetterRoom(promises);

it('events take at most what is counted of a letter, and what is beside them has a room of its own', () => {
  fc.assert(
    fc.property(anyJoined, ({ joined }) => {
      const counted = eventsOf(joined).reduce((sum, held) => sum + toRoom(packEvent(held)), 0);
      const bytes = toJoinedBody({ joined }, Infinity).byteLength;
      const empty = { ...joined, events: {} };
      const names = Object.keys(joined.events).reduce((sum, name) => sum + JSON.stringify(name).length + 4, 0);
      expect(bytes - counted).toBeLessThanOrEqual(toJoinedBody({ joined: empty }, Infinity).byteLength + names);
    }),
  );
});

it('an event of the characters that are longest as JSON takes at most what is counted', () => {
  const longest = '\u0000'.repeat(1000);
  const attributes = { id: longest, source: longest, type: longest, subject: longest, extensions: { long: longest } };
  const event = { ...attributes, time: '2026-01-01T00:00:00Z', data: Buffer.from(longest) };
  const packed = packEvent({ offset: longest, address, event, storedAt: 1 });
  expect(Buffer.byteLength(JSON.stringify(packed))).toBeLessThan(toRoom(packed));
});

it('a key of a thousand characters and fifty names of the longest fit beside the events', () => {
  const events = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`${n}`.padStart(63, 'n'), []]));
  const joined = { key: '\u0000'.repeat(1000), executionId: 'v6yiftcwvvyvlelbtghkiry3pc', events };
  expect(toJoinedBody({ joined }, Infinity).byteLength).toBeLessThan(besides);
});
