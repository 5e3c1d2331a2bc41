import { until } from '../../support/testing/until.ts';
import { BusUnavailableError } from '../error.ts';
import type { StartBus } from './fixture.ts';
import { appendAll, bytes, openJournal, partition, readToTail, startJournal, text } from './journal-entries.ts';

/** How every journal is read. */
export function describeJournalReading(start: StartBus): void {
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
    await until(async () => (await bus.health()).ready, 20);
    await journal.append(bytes('2'), first);
    expect(text(await reader.next())).toBe('2');
  });
}
