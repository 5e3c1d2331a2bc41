import type { Event } from '../../model/event/event.ts';
import { toShare } from '../../model/hash.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import { partitionCount } from '../../model/worker/partition-count.ts';
import { connectMemory } from '../../runtime/event-bus/memory/connect-memory.ts';
import { MemoryStore } from '../../runtime/event-bus/memory/store.ts';
import { type DeadLetter, toDeadLetterEvent } from '../../runtime/partition/dead-letter/dead-letter.ts';
import { readNote } from '../../runtime/partition/notes/note.ts';
import { readLetters } from './read-letters.ts';
import { redrive } from './redrive.ts';

const worker = { class: 'note', namespace: 'ci', worker: 'main' } as const;
const one = { namespace: 'ci', sensor: 'deploy', trigger: 'one' };
const both = { ...one, trigger: 'both' };
const triggers = [
  { name: one, worker, joined: false },
  { name: both, worker, joined: true },
];
const push = held('push-1', '7');
const image = held('image-1', '9');

function held(id: string, offset: string) {
  const event: Event = { id, source: '/ci/web', type: 't', time: '2026-01-01T00:00:00Z', data: Buffer.from(id) };
  return { offset, address: { class: 'event', namespace: 'ci', eventSource: 'web', event: 'e' }, event } as const;
}

/** A bus with dead letters of triggers. */
async function withLetters(
  ...letters: readonly [TriggerName, Pick<DeadLetter, 'offset' | 'address' | 'event' | 'joined'>][]
) {
  const store = new MemoryStore();
  const bus = connectMemory(store);
  for (const [trigger, carried] of letters) {
    const letter = { ...carried, reason: 'no', attempts: 1, executionId: '', worker: 'ci/main' };
    await bus.publish({ class: 'deadLetter', ...trigger }, toDeadLetterEvent(trigger, letter, 1_000_000));
  }
  const { signal } = new AbortController();
  const read = () => readLetters(bus, { triggers: triggers.map(({ name }) => name), signal });
  return {
    read,
    notes: () => letters.map((_, i) => readNote({ event: store.log('note').at(i + 1)?.stored.event as Event })),
    redriveAll: async () => redrive(await read(), { bus, triggers, signal, now: () => 0, progress() {} }),
    [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
  };
}

describe('a letter that is redriven', () => {
  it('is told to the partition of its event', async () => {
    await using world = await withLetters([one, push]);
    await world.redriveAll();
    const partitions = [toShare('push-1', partitionCount)];
    expect(world.notes()).toStrictEqual([{ kind: 'redrive', trigger: one, partitions, letter: push }]);
    expect(await world.read()).toStrictEqual([]);
  });

  it('is told to all, where its trigger joins: whose it is follows from a key', async () => {
    await using world = await withLetters([both, push]);
    await world.redriveAll();
    expect(world.notes()).toStrictEqual([{ kind: 'redrive', trigger: both, letter: push }]);
  });

  it('of several events is told whole to the partition of their execution, whatever its trigger does now', async () => {
    const events = { push: [{ ...push, storedAt: 1 }], image: [{ ...image, storedAt: 2 }] };
    const letter = { ...image, joined: { key: 'k', executionId: 'abc', events } };
    await using world = await withLetters([both, letter], [one, letter]);
    await world.redriveAll();
    const partitions = [toShare('abc', partitionCount)];
    expect(world.notes()).toStrictEqual([
      { kind: 'redrive', trigger: both, partitions, letter },
      { kind: 'redrive', trigger: one, partitions, letter },
    ]);
    expect(await world.read()).toStrictEqual([]);
  });
});

it('letters are listed without payloads', async () => {
  const events = { push: [{ ...push, storedAt: 1 }] };
  await using world = await withLetters([both, { ...push, joined: { key: 'k', executionId: 'abc', events } }]);
  const [letter] = await world.read();
  const bare = { ...push, event: { ...push.event, data: new Uint8Array() } };
  expect(letter).toMatchObject({ ...bare, joined: { key: 'k', events: { push: [{ ...bare, storedAt: 1 }] } } });
});
