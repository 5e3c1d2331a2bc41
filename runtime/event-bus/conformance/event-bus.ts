import type { Address } from '../../../model/event/address.ts';
import { BusFullError, BusUnavailableError, PositionLostError } from '../error.ts';
import type { StartBus } from './fixture.ts';
import { event, ids, isAtEnd, isStored, publishAll, pushed, readAll, readToEnd, startLog, tagged } from './log.ts';

/** What every event bus does with its logs. */
export function describeEventBus(name: string, start: StartBus): void {
  describe(`${name}: publishing`, () => describePublishing(start));
  describe(`${name}: reading`, () => describeReading(start));
  describe(`${name}: positions`, () => describePositions(start));
  describe(`${name}: trouble`, () => describeTrouble(start));
}

function describePublishing(start: StartBus): void {
  test('an event comes back as it was published: bytes, attributes, extensions', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const published = event('Zürich 🚲/1', {
      source: '/größe/東京?a=b c',
      subject: 'naïve "quoted" % \\ \u0001',
      datacontenttype: 'application/octet-stream',
      dataschema: 'https://example.com/schema',
      extensions: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', ewmeta: '{"é":"\n🎉"}' },
      data: Uint8Array.from({ length: 256 }, (_, byte) => byte),
    });
    await bus.publish(pushed, published);
    const [stored] = await readAll(bus);
    expect(stored && { address: stored.address, event: stored.event }).toStrictEqual({
      address: pushed,
      event: published,
    });
  });

  test('an event without data comes back without', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    await bus.publish(pushed, event('empty', { data: new Uint8Array() }));
    expect((await readAll(bus)).map((stored) => stored.event)).toStrictEqual([
      event('empty', { data: new Uint8Array() }),
    ]);
  });

  test('a payload of 8 MiB less 64 KiB comes back whole', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const data = new Uint8Array(8 * 1024 ** 2 - 64 * 1024).map((_, index) => index % 251);
    await bus.publish(pushed, event('large', { data }));
    const [stored] = await readAll(bus);
    // comparing them as values takes seconds
    expect(Buffer.compare(stored?.event.data ?? new Uint8Array(), data)).toBe(0);
  });

  test('events of one publisher keep their order, also with many in flight', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const sent = Array.from({ length: 500 }, (_, index) => `${index}`);
    await Promise.all(sent.map((id) => bus.publish(pushed, event(id))));
    expect(ids(await readAll(bus))).toStrictEqual(sent);
  });

  test('messages of every class come back with their address', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const worker = { namespace: 'shop', worker: 'main' };
    const trigger = { namespace: 'shop', sensor: 'deploy', trigger: 'notify' };
    const addresses: readonly Address[] = [
      pushed,
      { class: 'note', ...worker },
      { class: 'member', ...worker },
      { class: 'deadLetter', ...trigger },
      { class: 'outcome', ...trigger },
    ];
    for (const address of addresses) await bus.publish(address, event(address.class));
    for (const address of addresses)
      expect((await readAll(bus, [address])).map((stored) => [stored.event.id, stored.address])).toStrictEqual([
        [address.class, address],
      ]);
  });
}

function describeReading(start: StartBus): void {
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
    expect(ids(await readToEnd(bus, beforeThird))).toStrictEqual(['3']);
    expect(ids(await readToEnd(bus, await bus.resolve({ time }, [pushed])))).toStrictEqual(['3']);
    expect(ids(await readToEnd(bus, await bus.resolve('beginning', [pushed])))).toStrictEqual(['1', '2', '3']);
    expect(ids(await readToEnd(bus, await bus.resolve({ time: '2001-01-01T00:00:00Z' }, [pushed])))).toStrictEqual([
      '1',
      '2',
      '3',
    ]);
    expect(ids(await readToEnd(bus, await bus.resolve({ time: '2999-01-01T00:00:00Z' }, [pushed])))).toStrictEqual([]);
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

function describePositions(start: StartBus): void {
  test('reading behind the position of a message gives exactly what follows it', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const sent = ['1', '2', '3', '4', '5'];
    await publishAll(bus, sent);
    for (const [index, stored] of (await readAll(bus)).entries())
      expect(ids(await readToEnd(bus, stored.position))).toStrictEqual(sent.slice(index + 1));
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
    expect(ids(await readToEnd(bus, (told as { upTo: string }).upTo))).toStrictEqual(['p1']);
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
    await expect(readToEnd(bus, beginning)).rejects.toThrow(PositionLostError);
    await expect(readToEnd(bus, first?.position ?? '')).rejects.toThrow(PositionLostError);
    expect(ids(await readToEnd(bus, second?.position ?? ''))).toStrictEqual(['3']);
    expect(ids(await readAll(bus))).toStrictEqual(['3']);
  });

  test('a position of another bus is lost, and cannot be compared', async () => {
    await using fixture = await start();
    await using replaced = await start();
    const [bus, another] = [await fixture.connect(), await replaced.connect()];
    const [foreign, own] = [await another.resolve('now', [pushed]), await bus.resolve('now', [pushed])];
    await expect(readToEnd(bus, foreign)).rejects.toThrow(PositionLostError);
    expect(() => bus.earliest([own, foreign])).toThrow(PositionLostError);
  });
}

function describeTrouble(start: StartBus): void {
  test('a full bus refuses, loses none, and goes on once it was trimmed; or it forgets its oldest and says so', async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    await admin.apply({ quotas: { event: { maxBytes: 64 * 1024 } } });
    const data = new Uint8Array(4096);
    const accepted: string[] = [];
    const fill = async () => {
      for (let index = 0; index < 100; index++) {
        await bus.publish(pushed, event(`${index}`, { data }));
        accepted.push(`${index}`);
      }
    };
    if (bus.promises.refusesWhenFull) await expect(fill()).rejects.toThrow(BusFullError);
    else await fill();
    const stored = await readAll(bus);
    expect(ids(stored)).toStrictEqual(bus.promises.refusesWhenFull ? accepted : accepted.slice(-stored.length));
    expect(stored.length).toBeLessThan(100);
    await admin.trim({ log: 'event' }, stored[4]?.position ?? '');
    await bus.publish(pushed, event('again', { data }));
    expect(ids(await readAll(bus))).toStrictEqual([...ids(stored.slice(5)), 'again']);
  });

  test('during an outage publishing rejects and health says so; afterwards a reader goes on without loss or repeats', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    await using log = startLog(bus, await bus.resolve('now', [pushed]));
    await publishAll(bus, ['1', '2']);
    expect(await log.next(isStored)).toMatchObject({ event: { id: '1' } });
    expect(await bus.health()).toStrictEqual({ ready: true });
    await fixture.stop();
    expect(await bus.health()).toStrictEqual({ ready: false, reason: expect.any(String) });
    await expect(bus.publish(pushed, event('refused'))).rejects.toThrow(BusUnavailableError);
    await fixture.start();
    while (!(await bus.health()).ready) await new Promise((resolve) => setTimeout(resolve, 20));
    await publishAll(bus, ['3']);
    expect(await log.next(isStored)).toMatchObject({ event: { id: '2' } });
    expect(await log.next(isStored)).toMatchObject({ event: { id: '3' } });
  });

  test('a reader that begins during an outage waits for its end', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const after = await bus.resolve('now', [pushed]);
    await publishAll(bus, ['1']);
    await fixture.stop();
    await using log = startLog(bus, after);
    const first = log.next(isStored);
    await fixture.start();
    expect(await first).toMatchObject({ event: { id: '1' } });
  });

  test('a reader that waits out an outage can be aborted', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const log = startLog(bus, await bus.resolve('now', [pushed]));
    await fixture.stop();
    await log[Symbol.asyncDispose]();
    await log.ended;
  });
}
