import type { PartitionName } from '../../../model/event/address.ts';
import { event, ids, isAtEnd, isStored, publishAll, pushed, readAll, startLog } from '../conformance/log.ts';
import { BusUnavailableError, ConflictError, EventBusError } from '../error.ts';
import { connectMemory } from './connect-memory.ts';
import { type Fault, hang, lostReply, notStored } from './fault.ts';
import { MemoryStore } from './store.ts';

const members = { class: 'member', namespace: 'shop', worker: 'main' } as const;
const partition: PartitionName = { namespace: 'shop', worker: 'main', index: 0 };

test('members and outcomes never refuse: a full log forgets its oldest', async () => {
  const store = new MemoryStore({ quotas: { member: { maxBytes: 4_096 } } });
  await using bus = connectMemory(store);
  const sent = Array.from({ length: 100 }, (_, index) => `${index}`);
  await publishAll(bus, sent, members);
  const kept = ids(await readAll(bus, [members]));
  expect(kept).toStrictEqual(sent.slice(-kept.length));
  expect(kept.length).toBeGreaterThan(10);
  expect(store.log('member').bytes).toBeLessThanOrEqual(4_096);
});

test('an event of more than 8 MiB is refused for good', async () => {
  await using bus = connectMemory(new MemoryStore());
  const tooLarge = bus.publish(pushed, event('large', { data: new Uint8Array(8 * 1024 ** 2) }));
  await expect(tooLarge).rejects.toMatchObject({ name: EventBusError.name, code: 'entryTooLarge', retryable: false });
});

test('a store tells when a message was stored by its own clock, which never goes back', async () => {
  let now = 2_000;
  const clock = { now: () => now, schedule: () => ({ [Symbol.dispose]() {} }) };
  await using bus = connectMemory(new MemoryStore({ clock }));
  await publishAll(bus, ['1']);
  now = 1_000;
  await publishAll(bus, ['2']);
  now = 3_000;
  await publishAll(bus, ['3']);
  expect((await readAll(bus)).map(({ storedAt }) => storedAt)).toStrictEqual([2_000, 2_000, 3_000]);
});

test('a fault meets the client, the operation and the subject that it is for', async () => {
  const store = new MemoryStore();
  const operations: unknown[] = [];
  store.faults = (operation) => {
    operations.push(operation);
    return undefined;
  };
  await using bus = connectMemory(store, { client: 'a' });
  await bus.publish(pushed, event('1'));
  await (await bus.journal(partition)).append(new Uint8Array(), undefined);
  await readAll(bus);
  expect(operations).toStrictEqual([
    { kind: 'publish', client: 'a', on: 'ew.e.shop.git.push' },
    { kind: 'append', client: 'a', on: 'ew.j.shop.main.0' },
    { kind: 'read', client: 'a', on: 'event' },
  ]);
});

test.each([
  ['was not stored', notStored, []],
  ['was stored', lostReply, ['1']],
])('a publish that failed %s', async (_, fault, expected) => {
  const store = new MemoryStore();
  await using bus = connectMemory(store);
  store.faults = once(fault);
  await expect(bus.publish(pushed, event('1'))).rejects.toThrow(BusUnavailableError);
  expect(ids(await readAll(bus))).toStrictEqual(expected);
});

test('an append that is delayed meets the journal as it is when it lands', async () => {
  const store = new MemoryStore();
  await using bus = connectMemory(store);
  const journal = await bus.journal(partition);
  const gate = Promise.withResolvers<void>();
  store.faults = once({ before: () => gate.promise });
  const late = journal.append(new Uint8Array([1]), undefined);
  await journal.append(new Uint8Array([2]), undefined);
  gate.resolve();
  await expect(late).rejects.toThrow(ConflictError);
});

test('read back, a late copy of what was sent again is stored behind it', async () => {
  const store = new MemoryStore({ appends: 'read-back' });
  await using bus = connectMemory(store);
  const journal = await bus.journal(partition);
  const gate = Promise.withResolvers<void>();
  store.faults = once({ before: () => gate.promise });
  const late = journal.append(new Uint8Array([1]), undefined);
  await journal.append(new Uint8Array([1]), undefined);
  await journal.append(new Uint8Array([2]), undefined);
  gate.resolve();
  await late;
  expect(
    store
      .journal(partition)
      .batch(0, () => true)
      .entries.map(({ record }) => record.bytes[0]),
  ).toStrictEqual([1, 2, 1]);
});

test('a reader that hangs keeps nobody else from reading, and can be aborted', async () => {
  const store = new MemoryStore();
  const [bus, frozen] = [connectMemory(store), connectMemory(store, { client: 'frozen' })];
  store.faults = ({ kind, client }) => (kind === 'read' && client === 'frozen' ? hang : undefined);
  await publishAll(bus, ['1']);
  const log = startLog(frozen, await frozen.resolve('beginning', [pushed]));
  expect(ids(await readAll(bus))).toStrictEqual(['1']);
  await log[Symbol.asyncDispose]();
  await log.ended;
});

test('a reader whose client was frozen is given, once thawed, all that came meanwhile', async () => {
  const store = new MemoryStore();
  await using bus = connectMemory(store);
  const gate = Promise.withResolvers<void>();
  await using log = startLog(bus, await bus.resolve('now', [pushed]));
  await log.next(isAtEnd);
  store.faults = ({ kind }) => (kind === 'read' ? { before: () => gate.promise } : undefined);
  await publishAll(bus, ['1']);
  await new Promise(setImmediate);
  await publishAll(bus, ['2']);
  gate.resolve();
  expect(await log.next(isStored)).toMatchObject({ event: { id: '1' } });
  expect(await log.next(isStored)).toMatchObject({ event: { id: '2' } });
});

test('addresses of several classes, or none, are no log', async () => {
  await using bus = connectMemory(new MemoryStore());
  await expect(bus.resolve('now', [])).rejects.toThrow(new TypeError('reading a log needs at least one address'));
  await expect(bus.resolve('now', [pushed, members])).rejects.toThrow(
    new TypeError('a log is read for one class of addresses, not for event and member'),
  );
});

function once(fault: Fault): () => Fault | undefined {
  let left: Fault | undefined = fault;
  return () => {
    const now = left;
    left = undefined;
    return now;
  };
}
