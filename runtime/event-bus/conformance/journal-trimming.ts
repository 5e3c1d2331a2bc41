import { ConflictError, PositionLostError } from '../error.ts';
import type { StartBus } from './fixture.ts';
import {
  appendAll,
  bytes,
  isChecked,
  lastPosition,
  openJournal,
  partition,
  readToTail,
  startJournal,
  text,
} from './journal-entries.ts';

/** What every journal keeps of what it is trimmed of. */
export function describeJournalTrimming(start: StartBus): void {
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
