import { isDeepStrictEqual } from 'node:util';
import type { Address, EventAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { EventBus } from '../../event-bus/contract.ts';
import { jetStreamDriver } from '../../event-bus/jetstream/driver.ts';
import { applyStreams } from '../../event-bus/jetstream/testing/apply-streams.ts';
import { toSpec } from '../../event-bus/jetstream/testing/bus-spec.ts';
import { startNatsServer } from '../../event-bus/jetstream/testing/nats-server.ts';
import { connectMemory } from '../../event-bus/memory/connect-memory.ts';
import { MemoryStore } from '../../event-bus/memory/store.ts';
import { readToEnd } from '../../event-bus/read-to-end.ts';
import { createBusContext } from '../../event-bus/testing/bus-context.ts';
import { systemClock } from '../../support/clock.ts';
import { noLog } from '../../support/log.ts';
import { readNote, toNoteEvent } from '../notes/note.ts';
import { type HeldEvent, packEvent } from '../work/held-event.ts';
import { type DeadLetter, readDeadLetter } from './dead-letter.ts';
import { toLetterRoom, toMaxBodyBytes } from './letter-room.ts';
import { storeDeadLetter } from './store-dead-letter.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'both' };
const notes = { class: 'note', namespace: 'ci', worker: 'main' } as const;
const push: EventAddress = { class: 'event', namespace: 'ci', eventSource: 'web', event: 'push' };
const image: EventAddress = { ...push, event: 'image' };

function held(address: EventAddress, data: Uint8Array, extensions: Readonly<Record<string, string>>): HeldEvent {
  const event: Event = {
    id: `${address.event}-1`,
    source: `/ci/web/${address.event}`,
    type: address.event,
    time: '2026-01-01T00:00:00Z',
    extensions,
    data,
  };
  return { offset: address.event, address, event, storedAt: 1 };
}

/** What it takes of a letter, with the comma behind it. */
function bytesOf(one: HeldEvent): number {
  return Buffer.byteLength(JSON.stringify(packEvent(one))) + 1;
}

/** A letter that takes all the room that there is: events, a key, and the largest attributes that a source lets in. */
function largestLetter(room: number): DeadLetter {
  const largest = { ewmeta: 'x'.repeat(31 * 1024) };
  const first = held(push, Buffer.from('{}'), largest);
  const bare = held(image, new Uint8Array(), largest);
  const left = room - bytesOf(first) - bytesOf(bare);
  const last = held(image, Buffer.alloc(Math.floor(left / 4) * 3, 'payload'), largest);
  const { storedAt: _, ...completing } = last;
  return {
    ...completing,
    joined: { key: '\u0000'.repeat(10_000), executionId: 'e', events: { push: [first], image: [last] } },
    reason: '語'.repeat(2000),
    attempts: 1,
    executionId: 'e',
    worker: 'ci/main',
    template: 'x'.repeat(64 * 1024),
  };
}

async function readOne(bus: EventBus, address: Address): Promise<Event | undefined> {
  const after = await bus.resolve('beginning', [address]);
  const { signal } = new AbortController();
  for await (const item of readToEnd(bus, { after, addresses: [address], signal }))
    if ('event' in item) return item.event;
  return undefined;
}

interface Bus extends AsyncDisposable {
  readonly bus: EventBus;
}

function onMemory(): Bus {
  const bus = connectMemory(new MemoryStore());
  return { bus, [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose]() };
}

async function onJetStream(maxPayload: string): Promise<Bus> {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await startNatsServer({ maxPayload }));
  await applyStreams(server.url);
  const bus = stack.use(await jetStreamDriver.connect(toSpec(server.url), createBusContext()));
  return { bus, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe.each([
  ['memory', onMemory],
  ['servers that take 8 MiB', () => onJetStream('8MB')],
  ['servers that take 1 MiB', () => onJetStream('1MB')],
])('a letter that is full of events, on %s', (_, start) => {
  it('is stored, without what was made of them, and so is the note that redrives it', async () => {
    await using fixture = await start();
    const { bus } = fixture;
    const room = toLetterRoom(bus.promises);
    const letter = largestLetter(room);
    let tries = 0;
    await storeDeadLetter(trigger, letter, {
      bus,
      clock: systemClock,
      random: Math.random,
      log: noLog,
      obsolete: () => tries++ > 0,
    });
    const stored = (await readOne(bus, { class: 'deadLetter', ...trigger })) as Event;
    expect(stored.data.byteLength).toBeGreaterThan(room - 4);
    expect(stored.data.byteLength).toBeLessThanOrEqual(toMaxBodyBytes(bus.promises));
    const read = readDeadLetter(stored) as DeadLetter;
    const { template: __, ...bare } = letter;
    expect(isDeepStrictEqual(read, bare)).toBe(true);

    const { offset, address, event, joined } = read;
    const carried = { offset, address, event, ...(joined && { joined }) };
    await bus.publish(notes, toNoteEvent({ kind: 'redrive', trigger, partitions: [1], letter: carried }, notes, 0));
    const note = readNote({ event: (await readOne(bus, notes)) as Event });
    expect(isDeepStrictEqual(note, { kind: 'redrive', trigger, partitions: [1], letter: carried })).toBe(true);
  });
});
