import { PositionLostError } from '../error.ts';
import type { StartBus } from './fixture.ts';
import { ids, isAtEnd, isStored, publishAll, pushed, readAll, readStored, startLog, tagged } from './log.ts';

/** What every bus promises of its positions. */
export function describePositions(start: StartBus): void {
  test('reading behind the position of a message gives exactly what follows it', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const sent = ['1', '2', '3', '4', '5'];
    await publishAll(bus, sent);
    for (const [index, stored] of (await readAll(bus)).entries())
      expect(ids(await readStored(bus, stored.position))).toStrictEqual(sent.slice(index + 1));
  });

  test('a position covers its message and those before, and none behind', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const beginning = await bus.resolve('beginning', [pushed]);
    await publishAll(bus, ['1', '2', '3']);
    const stored = await readAll(bus);
    const covered = (position: string) => stored.map(({ offset }) => bus.covers(position, offset));
    expect(stored.map(({ position }) => covered(position))).toStrictEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
    expect(covered(beginning)).toStrictEqual([false, false, false]);
    expect(covered(await bus.resolve('now', [pushed]))).toStrictEqual([true, true, true]);
  });

  test('the earliest of positions covers what all of them cover, in whatever order they are given', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const beginning = await bus.resolve('beginning', [pushed]);
    await publishAll(
      bus,
      Array.from({ length: 12 }, (_, index) => `${index}`),
    );
    const stored = await readAll(bus);
    const positions = [beginning, ...stored.map(({ position }) => position)];
    for (const a of positions)
      for (const b of positions)
        for (const { offset } of stored)
          expect(bus.covers(bus.earliest([a, b]), offset)).toBe(bus.covers(a, offset) && bus.covers(b, offset));
    expect(bus.earliest([beginning])).toBe(beginning);
  });

  test('a sparse reader is told how far the log has come, and may go on from there', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    await publishAll(bus, ['t1']);
    await using log = startLog(bus, await bus.resolve('beginning', [pushed]), [pushed]);
    await log.next(isAtEnd);
    await publishAll(bus, ['t2', 't3'], tagged);
    const [, last] = await readAll(bus, [tagged]);
    const told = await log.next((next) => !isStored(next) && bus.covers(next.upTo, last?.offset ?? ''));
    await publishAll(bus, ['p1']);
    expect(ids(await readStored(bus, (told as { upTo: string }).upTo))).toStrictEqual(['p1']);
  });

  test('the end that a reader is told of lies behind all that was stored before', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const empty = startLog(bus, await bus.resolve('beginning', [pushed]));
    await empty.next(isAtEnd);
    await empty[Symbol.asyncDispose]();
    await publishAll(bus, ['1', '2']);
    await using log = startLog(bus, await bus.resolve('beginning', [pushed]));
    const end = await log.next(isAtEnd);
    for (const { offset } of await readAll(bus)) expect(bus.covers((end as { upTo: string }).upTo, offset)).toBe(true);
  });

  test('a position whose messages were trimmed is lost, the one at the cut is not', async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    const beginning = await bus.resolve('beginning', [pushed]);
    await publishAll(bus, ['1', '2', '3']);
    const [first, second] = await readAll(bus);
    await admin.trim({ log: 'event' }, second?.position ?? '');
    await expect(readStored(bus, beginning)).rejects.toThrow(PositionLostError);
    await expect(readStored(bus, first?.position ?? '')).rejects.toThrow(PositionLostError);
    expect(ids(await readStored(bus, second?.position ?? ''))).toStrictEqual(['3']);
    expect(ids(await readAll(bus))).toStrictEqual(['3']);
  });

  test('a position of another bus is lost, and cannot be compared', async () => {
    await using fixture = await start();
    await using replaced = await start();
    const [bus, another] = [await fixture.connect(), await replaced.connect()];
    const [foreign, own] = [await another.resolve('now', [pushed]), await bus.resolve('now', [pushed])];
    await expect(readStored(bus, foreign)).rejects.toThrow(PositionLostError);
    expect(() => bus.earliest([own, foreign])).toThrow(PositionLostError);
  });
}
