import fc from 'fast-check';
import type { EventAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { Json } from '../../../model/json.ts';
import { readNote, toNoteEvent } from '../notes/note.ts';
import { type DeadLetter, readDeadLetter, readRedriven, toDeadLetterEvent, toRedrivenEvent } from './dead-letter.ts';
import { anyJoined } from './testing/any-joined.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'note' };
const worker = { class: 'note', namespace: 'ci', worker: 'main' } as const;
const address: EventAddress = { class: 'event', namespace: 'shop', eventSource: 'web', event: 'paid' };
const room = 1_000_000;
const event: Event = {
  id: 'x-1',
  source: '/shop/web/paid',
  type: 'order.paid',
  time: '2026-01-01T00:00:00Z',
  subject: 'order 1',
  datacontenttype: 'application/octet-stream',
  extensions: { ewmeta: '{"headers":{}}', ewallet: 'mine', traceparent: '00-1-2-01' },
  data: new Uint8Array([0, 255, 10]),
};
const letter: DeadLetter = {
  offset: '7',
  address,
  event,
  reason: 'no, ü',
  attempts: 3,
  executionId: 'e',
  worker: 'ci/main',
};

it.each([
  ['an event with extensions', event],
  ['an event without', { ...event, extensions: undefined } as unknown as Event],
])('a dead letter tells what was given up: %s, as it was', (_, given) => {
  const { extensions, ...bare } = given;
  const own = { ...bare, ...(extensions && { extensions }) };
  expect(readDeadLetter(toDeadLetterEvent(trigger, { ...letter, event: own }, room))).toStrictEqual({
    ...letter,
    event: own,
  });
});

it('a repeat is the same letter, and another trigger has another', () => {
  const other = { ...trigger, trigger: 'other' };
  const ids = [trigger, trigger, other].map((name) => toDeadLetterEvent(name, letter, room).id);
  expect(ids).toStrictEqual(['ci/deploy/note//shop/web/paid/x-1', ids[0], 'ci/deploy/other//shop/web/paid/x-1']);
});

describe('a dead letter of several events', () => {
  const image = {
    ...event,
    id: 'x-2',
    datacontenttype: 'image/png',
    dataschema: 'https://schema',
    data: Buffer.from([7]),
  };
  const completing = { offset: '9', address, event: image, storedAt: 2 };
  const joined = {
    key: 'shop',
    executionId: 'e',
    events: {
      push: [{ offset: '7', address, event: { ...event, data: Buffer.from(event.data) }, storedAt: 1 }],
      image: [completing],
    },
  };
  const { storedAt: _, ...where } = completing;
  const several: DeadLetter = { ...letter, ...where, joined, template: { sha: 7 } };

  it('has the attributes of the event that completed them, and all of them in its data', () => {
    const { data, ...attributes } = toDeadLetterEvent(trigger, several, room);
    expect([attributes, JSON.parse(Buffer.from(data).toString())]).toMatchInlineSnapshot(`
[
  {
    "datacontenttype": "application/json",
    "extensions": {
      "ewaddress": "shop/web/paid",
      "ewallet": "mine",
      "ewattempts": "3",
      "ewexecution": "e",
      "ewid": "x-2",
      "ewjoined": "2",
      "ewmeta": "{"headers":{}}",
      "ewoffset": "9",
      "ewreason": "no, ü",
      "ewworker": "ci/main",
      "traceparent": "00-1-2-01",
    },
    "id": "ci/deploy/note/e",
    "source": "/shop/web/paid",
    "subject": "order 1",
    "time": "2026-01-01T00:00:00Z",
    "type": "order.paid",
  },
  {
    "events": {
      "image": [
        {
          "address": {
            "class": "event",
            "event": "paid",
            "eventSource": "web",
            "namespace": "shop",
          },
          "event": {
            "data": "Bw==",
            "datacontenttype": "image/png",
            "dataschema": "https://schema",
            "extensions": {
              "ewallet": "mine",
              "ewmeta": "{"headers":{}}",
              "traceparent": "00-1-2-01",
            },
            "id": "x-2",
            "source": "/shop/web/paid",
            "subject": "order 1",
            "time": "2026-01-01T00:00:00Z",
            "type": "order.paid",
          },
          "offset": "9",
          "storedAt": 2,
        },
      ],
      "push": [
        {
          "address": {
            "class": "event",
            "event": "paid",
            "eventSource": "web",
            "namespace": "shop",
          },
          "event": {
            "data": "AP8K",
            "datacontenttype": "application/octet-stream",
            "extensions": {
              "ewallet": "mine",
              "ewmeta": "{"headers":{}}",
              "traceparent": "00-1-2-01",
            },
            "id": "x-1",
            "source": "/shop/web/paid",
            "subject": "order 1",
            "time": "2026-01-01T00:00:00Z",
            "type": "order.paid",
          },
          "offset": "7",
          "storedAt": 1,
        },
      ],
    },
    "executionId": "e",
    "key": "shop",
    "template": {
      "sha": 7,
    },
  },
]
`);
  });

  it('is one however often it is given up, and another for another execution', () => {
    const ids = ['e', 'e', 'f'].map(
      (executionId) => toDeadLetterEvent(trigger, { ...several, joined: { ...joined, executionId } }, room).id,
    );
    expect(ids).toStrictEqual(['ci/deploy/note/e', 'ci/deploy/note/e', 'ci/deploy/note/f']);
  });

  it('tells no template where it came to none, or where there is no room for it', () => {
    const { template: _, ...bare } = several;
    const unrendered = toDeadLetterEvent(trigger, { ...several, executionId: '', template: null }, room);
    const full = toDeadLetterEvent(trigger, { ...several, template: 'x'.repeat(room) }, room);
    expect(readDeadLetter(unrendered)).toStrictEqual({ ...bare, executionId: '' });
    expect(readDeadLetter(full)).toStrictEqual(bare);
  });

  it('that cannot be read is none', () => {
    const told = toDeadLetterEvent(trigger, several, room);
    const spoilt = ['{', 'null', '{}', '{"events":{"push":[1]}}', '{"key":"","executionId":"e","events":{}}'];
    expect(spoilt.map((data) => readDeadLetter({ ...told, data: Buffer.from(data) }))).toStrictEqual(
      spoilt.map(() => undefined),
    );
  });

  it('and the note that redrives it carry each as it was', () => {
    fc.assert(
      fc.property(anyJoined, fc.json(), ({ joined, completing }, template) => {
        const { storedAt: _, ...carried } = completing;
        const given = { ...letter, ...carried, joined, template: JSON.parse(template) as Json };
        expect(readDeadLetter(toDeadLetterEvent(trigger, given, room))).toStrictEqual(given);
        const note = { kind: 'redrive', trigger, partitions: [3], letter: { ...carried, joined } } as const;
        expect(readNote({ event: toNoteEvent(note, worker, 0) })).toStrictEqual(note);
      }),
    );
  });
});

it('what is no letter is none, and what is no marker neither', () => {
  const marker = toRedrivenEvent({ id: 'letter', offset: '3' }, '/shop', 0);
  expect([readDeadLetter(marker), readRedriven(marker)]).toStrictEqual([undefined, { id: 'letter', offset: '3' }]);
  expect([readDeadLetter(event), readRedriven(toDeadLetterEvent(trigger, letter, room))]).toStrictEqual([
    undefined,
    undefined,
  ]);
});

it('a note that redrives carries the event as it was, and its type', () => {
  const note = { kind: 'redrive', trigger, partitions: [3], letter: { offset: '7', address, event } } as const;
  expect(readNote({ event: toNoteEvent(note, worker, 0) })).toStrictEqual(note);
});

it.each([[{ kind: 'forget', trigger }], [{ kind: 'start', trigger, position: 'log:7', partitions: [1, 2] }]] as const)(
  'a note is what it was: %j',
  (note) => {
    expect(readNote({ event: toNoteEvent(note, worker, 0) })).toStrictEqual(note);
  },
);

it.each([
  ['a start without a position', { type: 'eventwright.note.start' }, 'it tells no position'],
  ['a redrive without an event', { type: 'eventwright.note.redrive' }, 'its data names no trigger'],
  [
    'another kind',
    { type: 'eventwright.note.dance' },
    "'eventwright.note.dance' is no kind of note that this version knows",
  ],
])('%s is no note', (_, change, why) => {
  expect(readNote({ event: { ...toNoteEvent({ kind: 'forget', trigger }, worker, 0), ...change } })).toBe(why);
});
