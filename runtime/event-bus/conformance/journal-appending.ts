import { until } from '../../support/testing/until.ts';
import type { Position } from '../contract.ts';
import { BusUnavailableError, ConflictError, EventBusError } from '../error.ts';
import type { StartBus } from './fixture.ts';
import { appendAll, bytes, isChecked, lastPosition, openJournal, readToTail } from './journal-entries.ts';

/** How every journal is appended to. */
export function describeJournalAppending(start: StartBus): void {
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
      else expect(await append).toBeUndefined();
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
    await until(async () => (await bus.health()).ready, 20);
    expect(await readToTail(journal)).toStrictEqual(['1', '2']);
    const again = journal.append(bytes('2'), first);
    if (isChecked(bus)) await expect(again).rejects.toThrow(ConflictError);
    else expect(await again).toBeUndefined();
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
    else expect(await late).toBeUndefined();
    expect(await readToTail(sleeper, seen)).toStrictEqual(isChecked(busA) ? ['2', '3'] : ['2', '3', 'late']);
  });
}
