import type { EventAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import { readNote, toNoteEvent } from '../notes/note.ts';
import { type DeadLetter, readDeadLetter, readRedriven, toDeadLetterEvent, toRedrivenEvent } from './dead-letter.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'note' };
const worker = { class: 'note', namespace: 'ci', worker: 'main' } as const;
const address: EventAddress = { class: 'event', namespace: 'shop', eventSource: 'web', event: 'paid' };
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
  expect(readDeadLetter(toDeadLetterEvent(trigger, { ...letter, event: own }))).toStrictEqual({
    ...letter,
    event: own,
  });
});

it('a repeat is the same letter, and another trigger has another', () => {
  const other = { ...trigger, trigger: 'other' };
  const ids = [trigger, trigger, other].map((name) => toDeadLetterEvent(name, letter).id);
  expect(ids).toStrictEqual(['ci/deploy/note//shop/web/paid/x-1', ids[0], 'ci/deploy/other//shop/web/paid/x-1']);
});

it('what is no letter is none, and what is no marker neither', () => {
  const marker = toRedrivenEvent({ id: 'letter', offset: '3' }, '/shop', 0);
  expect([readDeadLetter(marker), readRedriven(marker)]).toStrictEqual([undefined, { id: 'letter', offset: '3' }]);
  expect([readDeadLetter(event), readRedriven(toDeadLetterEvent(trigger, letter))]).toStrictEqual([
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
