import type { PartitionName } from '../../../model/event/address.ts';
import type { EventBus, Journal, JournalEntry, Position } from '../contract.ts';
import { BusUnavailableError, ConflictError, EventBusError, PositionLostError } from '../error.ts';
import type { StartBus } from './fixture.ts';
import { type Reader, startReader } from './reader.ts';

const partition: PartitionName = { namespace: 'shop', worker: 'main', index: 3 };

/** What every journal does. */
export function describeJournal(name: string, start: StartBus): void {
  describe(`${name}: reading a journal`, () => describeReading(start));
  describe(`${name}: appending to a journal`, () => describeAppending(start));
  describe(`${name}: trimming a journal`, () => describeTrimming(start));
}

function describeReading(start: StartBus): void {
  test('an empty journal is at its tail, and is followed', async () => {
    await using fixture = await start();
    const [a, b] = [await openJournal(await fixture.connect()), await openJournal(await fixture.connect())];
    await using reader = startJournal(a);
    expect(await reader.next()).toBe('tail');
    await b.append(bytes('1'), undefined);
    expect(text(await reader.next())).toBe('1');
  });

  test('entries come back in order, byte for byte, then the tail, once, then what is new', async () => {
    await using fixture = await start();
    const journal = await openJournal(await fixture.connect());
    const binary = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const first = await journal.append(binary, undefined);
    const second = await journal.append(bytes('2'), first);
    await using reader = startJournal(journal);
    expect(await reader.next()).toStrictEqual({ position: first, bytes: binary });
    expect(text(await reader.next())).toBe('2');
    expect(await reader.next()).toBe('tail');
    const third = await journal.append(bytes('3'), second);
    await journal.append(bytes('4'), third);
    expect(text(await reader.next())).toBe('3');
    expect(text(await reader.next())).toBe('4');
  });

  test('reading behind a position gives what follows it', async () => {
    await using fixture = await start();
    const journal = await openJournal(await fixture.connect());
    const [first, , last] = await appendAll(journal, ['1', '2', '3']);
    expect(await readToTail(journal, first)).toStrictEqual(['2', '3']);
    expect(await readToTail(journal, last)).toStrictEqual([]);
  });

  test('journals of different partitions are apart', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const others = [
      { ...partition, index: 4 },
      { ...partition, worker: 'other' },
      { ...partition, namespace: 'bank' },
    ];
    await appendAll(await openJournal(bus), ['own']);
    for (const other of others) expect(await readToTail(await bus.journal(other))).toStrictEqual([]);
  });

  test('an aborted iteration ends without an error, and so does that of a disposed journal', async () => {
    await using fixture = await start();
    const journal = await openJournal(await fixture.connect());
    const aborted = startJournal(journal);
    await aborted.next();
    await aborted[Symbol.asyncDispose]();
    await aborted.ended;
    await using disposed = startJournal(journal);
    await disposed.next();
    await journal[Symbol.asyncDispose]();
    await disposed.ended;
  });

  test('during an outage appending rejects; afterwards a reader goes on without loss or repeats', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const journal = await openJournal(bus);
    await using reader = startJournal(journal);
    await reader.next();
    const first = await journal.append(bytes('1'), undefined);
    expect(text(await reader.next())).toBe('1');
    await fixture.stop();
    await expect(journal.append(bytes('refused'), first)).rejects.toThrow(BusUnavailableError);
    await fixture.start();
    while (!(await bus.health()).ready) await new Promise((resolve) => setTimeout(resolve, 20));
    await journal.append(bytes('2'), first);
    expect(text(await reader.next())).toBe('2');
  });
}

function describeAppending(start: StartBus): void {
  test('an entry may have as many bytes as the bus promises, and not one more', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const journal = await openJournal(bus);
    const first = await journal.append(new Uint8Array(bus.promises.maxEntryBytes), undefined);
    const tooLarge = journal.append(new Uint8Array(bus.promises.maxEntryBytes + 1), first);
    await expect(tooLarge).rejects.toMatchObject({ name: EventBusError.name, code: 'entryTooLarge', retryable: false });
    expect((await readToTail(journal)).length).toBe(1);
  });

  test('an append behind an entry that is not the last conflicts where the bus checks, and is stored elsewhere', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const journal = await openJournal(bus);
    const [first] = await appendAll(journal, ['1', '2']);
    for (const [entry, after] of [
      ['none', undefined],
      ['stale', first],
    ] as const) {
      const append = journal.append(bytes(entry), after);
      if (isChecked(bus)) await expect(append).rejects.toThrow(ConflictError);
      else await append;
    }
    expect(await readToTail(journal)).toStrictEqual(isChecked(bus) ? ['1', '2'] : ['1', '2', 'none', 'stale']);
  });

  test('of two who append at once, one wins each slot where the bus checks; all read the same order', async () => {
    await using fixture = await start();
    const [busA, busB] = [await fixture.connect(), await fixture.connect()];
    const [a, b] = [await openJournal(busA), await openJournal(busB)];
    let after: Position | undefined;
    const winners: string[] = [];
    for (let round = 0; round < 50; round++) {
      const race = [a.append(bytes(`a${round}`), after), b.append(bytes(`b${round}`), after)];
      const results = await Promise.allSettled(round % 2 === 0 ? race : race.reverse());
      const stored = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(stored.length).toBe(isChecked(busA) ? 1 : 2);
      after = await lastPosition(a);
      winners.push(...(await readToTail(b)).slice(winners.length));
    }
    expect(winners.length).toBe(isChecked(busA) ? 50 : 100);
    expect(await readToTail(a)).toStrictEqual(winners);
  });

  test('an append whose answer was lost is in the journal; sent again it conflicts, or is there twice', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const journal = await openJournal(bus);
    const [first] = await appendAll(journal, ['1']);
    await fixture.loseNextAnswer();
    await expect(journal.append(bytes('2'), first)).rejects.toThrow(BusUnavailableError);
    while (!(await bus.health()).ready) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await readToTail(journal)).toStrictEqual(['1', '2']);
    const again = journal.append(bytes('2'), first);
    if (isChecked(bus)) await expect(again).rejects.toThrow(ConflictError);
    else await again;
    expect(await readToTail(journal)).toStrictEqual(isChecked(bus) ? ['1', '2'] : ['1', '2', '2']);
  });

  test('who slept while another appended is refused where the bus checks, and reads on from where it was', async () => {
    await using fixture = await start();
    const [busA, busB] = [await fixture.connect(), await fixture.connect()];
    const [sleeper, other] = [await openJournal(busA), await openJournal(busB)];
    const [seen] = await appendAll(sleeper, ['1']);
    await appendAll(other, ['2', '3'], seen);
    const late = sleeper.append(bytes('late'), seen);
    if (isChecked(busA)) await expect(late).rejects.toThrow(ConflictError);
    else await late;
    expect(await readToTail(sleeper, seen)).toStrictEqual(isChecked(busA) ? ['2', '3'] : ['2', '3', 'late']);
  });
}

function describeTrimming(start: StartBus): void {
  test('trimming keeps the positions of what is left, and appends go on', async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    const journal = await openJournal(bus);
    const [first, second, third] = await appendAll(journal, ['1', '2', '3']);
    await admin.trim({ journal: partition }, second ?? '');
    expect(await readToTail(journal)).toStrictEqual(['3']);
    expect(await lastPosition(journal)).toBe(third);
    await expect(readToTail(journal, first)).rejects.toThrow(PositionLostError);
    if (isChecked(bus)) await expect(journal.append(bytes('stale'), second)).rejects.toThrow(ConflictError);
    await journal.append(bytes('4'), third);
    expect(await readToTail(journal)).toStrictEqual(['3', '4']);
  });

  test('the last entry of a journal outlives every trimming', async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    const journal = await openJournal(bus);
    const [, second] = await appendAll(journal, ['1', '2']);
    await admin.trim({ journal: partition }, second ?? '');
    expect(await readToTail(journal)).toStrictEqual(['2']);
    if (isChecked(bus)) await expect(journal.append(bytes('first'), undefined)).rejects.toThrow(ConflictError);
  });

  test('a follower at the tail does not notice that the journal is trimmed', async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    const journal = await openJournal(bus);
    const [, second] = await appendAll(journal, ['1', '2']);
    await using reader = startJournal(journal);
    await reader.next((next) => next === 'tail');
    await admin.trim({ journal: partition }, second ?? '');
    await journal.append(bytes('3'), second);
    expect(text(await reader.next())).toBe('3');
  });

  test('a removed journal is empty, and the positions that it gave are lost', async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    const journal = await openJournal(bus);
    const [, second] = await appendAll(journal, ['1', '2']);
    await admin.remove(partition);
    await expect(readToTail(journal, second)).rejects.toThrow(PositionLostError);
    expect(await readToTail(journal)).toStrictEqual([]);
    if (isChecked(bus)) await expect(journal.append(bytes('stale'), second)).rejects.toThrow(ConflictError);
    await journal.append(bytes('new'), undefined);
    expect(await readToTail(journal)).toStrictEqual(['new']);
  });
}

function isChecked(bus: EventBus): boolean {
  return bus.promises.appends === 'checked';
}

function openJournal(bus: EventBus): Promise<Journal> {
  return bus.journal(partition);
}

function startJournal(journal: Journal): Reader<JournalEntry | 'tail'> {
  return startReader((signal) => journal.read({ signal }));
}

/** Appends one behind the other; their positions. */
async function appendAll(journal: Journal, entries: readonly string[], after?: Position): Promise<readonly Position[]> {
  const positions: Position[] = [];
  for (const entry of entries) positions.push(await journal.append(bytes(entry), positions.at(-1) ?? after));
  return positions;
}

async function readToTail(journal: Journal, after?: Position): Promise<readonly string[]> {
  return (await entriesToTail(journal, after)).map(text);
}

async function lastPosition(journal: Journal): Promise<Position | undefined> {
  return (await entriesToTail(journal)).at(-1)?.position;
}

async function entriesToTail(journal: Journal, after?: Position): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const next of journal.read({ after, signal: new AbortController().signal })) {
    if (next === 'tail') break;
    entries.push(next);
  }
  return entries;
}

function bytes(entry: string): Uint8Array {
  return new TextEncoder().encode(entry);
}

function text(entry: JournalEntry | 'tail'): string {
  return entry === 'tail' ? entry : new TextDecoder().decode(entry.bytes);
}
