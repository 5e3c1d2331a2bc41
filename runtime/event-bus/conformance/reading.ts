import type { StartBus } from './fixture.ts';
import { ids, isAtEnd, isStored, publishAll, pushed, readAll, readStored, startLog, tagged } from './log.ts';

/** How every log is read. */
export function describeReading(start: StartBus): void {
  test('a reader gets the addresses that it asked for, in the order in which they were stored', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    await publishAll(bus, ['p1']);
    await publishAll(bus, ['t1'], tagged);
    await publishAll(bus, ['p2']);
    await publishAll(bus, ['else'], { ...pushed, namespace: 'bank' });
    expect(ids(await readAll(bus, [pushed]))).toStrictEqual(['p1', 'p2']);
    expect(ids(await readAll(bus, [tagged]))).toStrictEqual(['t1']);
    expect(ids(await readAll(bus, [tagged, pushed]))).toStrictEqual(['p1', 't1', 'p2']);
    const everywhere = [tagged, { ...pushed, namespace: 'bank' }, pushed];
    const read = ids(await readAll(bus, everywhere));
    const ofShop = ['p1', 't1', 'p2'];
    if (bus.promises.orderBetweenSources === 'asStored') expect(read).toStrictEqual([...ofShop, 'else']);
    expect(read.filter((id) => id !== 'else')).toStrictEqual(ofShop);
    expect(new Set(read)).toStrictEqual(new Set([...ofShop, 'else']));
  });

  test('every reader gets every message, with the same offset', async () => {
    await using fixture = await start();
    const [bus, another] = [await fixture.connect(), await fixture.connect()];
    await publishAll(bus, ['1', '2', '3']);
    const offsets = (await readAll(bus)).map((stored) => stored.offset);
    expect(new Set(offsets).size).toBe(3);
    expect((await readAll(another)).map((stored) => stored.offset)).toStrictEqual(offsets);
  });

  test('a reader at the end is given what comes next', async () => {
    await using fixture = await start();
    const [bus, another] = [await fixture.connect(), await fixture.connect()];
    await using log = startLog(bus, await bus.resolve('now', [pushed]));
    await log.next(isAtEnd);
    await publishAll(another, ['1', '2']);
    expect(await log.next(isStored)).toMatchObject({ event: { id: '1' } });
    expect(await log.next(isStored)).toMatchObject({ event: { id: '2' } });
    await log.next(isAtEnd);
  });

  test('reading begins now, at the beginning, or at a time', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    await publishAll(bus, ['1', '2']);
    const [, second] = await readAll(bus);
    const storedAt = second?.storedAt ?? 0;
    while (Date.now() <= storedAt) await new Promise(setImmediate);
    const time = new Date().toISOString();
    const beforeThird = await bus.resolve('now', [pushed]);
    await publishAll(bus, ['3']);
    expect(ids(await readStored(bus, beforeThird))).toStrictEqual(['3']);
    expect(ids(await readStored(bus, await bus.resolve({ time }, [pushed])))).toStrictEqual(['3']);
    expect(ids(await readStored(bus, await bus.resolve('beginning', [pushed])))).toStrictEqual(['1', '2', '3']);
    expect(ids(await readStored(bus, await bus.resolve({ time: '2001-01-01T00:00:00Z' }, [pushed])))).toStrictEqual([
      '1',
      '2',
      '3',
    ]);
    expect(ids(await readStored(bus, await bus.resolve({ time: '2999-01-01T00:00:00Z' }, [pushed])))).toStrictEqual([]);
  });

  test('an aborted iteration ends without an error, wherever it is', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    await publishAll(bus, ['1', '2', '3']);
    const after = await bus.resolve('beginning', [pushed]);
    for (const stopAt of ['start', '2', 'end']) {
      const abort = new AbortController();
      if (stopAt === 'start') abort.abort();
      const seen: string[] = [];
      for await (const next of bus.log({ after, addresses: [pushed], signal: abort.signal })) {
        seen.push(isStored(next) ? next.event.id : 'end');
        if (seen.at(-1) === stopAt) setImmediate(() => abort.abort());
        if (seen.at(-1) === stopAt) await new Promise(setImmediate);
      }
      const expected = { start: [], 2: ['1', '2'], end: ['1', '2', '3', 'end'] }[stopAt];
      expect(seen).toStrictEqual(expected);
    }
  });

  test('disposing a connection ends its iterations without an error', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    await using log = startLog(bus, await bus.resolve('now', [pushed]));
    await log.next(isAtEnd);
    await bus[Symbol.asyncDispose]();
    await log.ended;
  });
}
