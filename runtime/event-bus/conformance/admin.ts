import { until } from '../../support/testing/until.ts';
import type { StartBus } from './fixture.ts';
import { event, publishAll, pushed, readAll, tagged } from './log.ts';

/** What the keeper can do at every bus. */
export function describeAdmin(start: StartBus): void {
  test('a plan is applied once, and what it leaves out stays', async () => {
    await using fixture = await start();
    const admin = await fixture.connectAdmin();
    const before = await admin.inspect();
    const { refusesWhenFull } = (await fixture.connect()).promises;
    const [event, outcome] = [{ maxBytes: 1024 ** 2 }, { maxBytes: 4 * 1024 ** 2 }];
    const plan = { quotas: { event, outcome } };
    expect((await admin.apply(plan)).length).toBeGreaterThan(0);
    expect(await admin.apply(plan)).toStrictEqual([]);
    const after = await admin.inspect();
    const { note } = before.logs;
    const quotas = [after.logs.event.quota, after.logs.outcome.quota, after.logs.note.quota];
    // who refuses nothing has nothing to compare it with, and its outcomes may be in several places
    if (refusesWhenFull) expect(quotas).toStrictEqual([event, outcome, note.quota]);
    else expect(quotas).toStrictEqual([before.logs.event.quota, { maxBytes: 2 * outcome.maxBytes }, note.quota]);
  });

  test('it tells what logs and journals hold', async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    const data = new Uint8Array(1000);
    await bus.publish(pushed, event('1', { data }));
    await bus.publish(tagged, event('2', { data }));
    const partition = { namespace: 'shop', worker: 'main', index: 0 };
    const journal = await bus.journal(partition);
    await journal.append(data, await journal.append(data, undefined));
    const { logs, journalStore, journals } = await admin.inspect();
    expect([logs.event.messages, logs.note.messages]).toStrictEqual([2, 0]);
    expect(logs.event.bytes).toBeGreaterThanOrEqual(2000);
    expect(journals).toStrictEqual([{ partition, entries: 2 }]);
    expect(journalStore).toMatchObject({ exists: true, messages: 2 });
    expect(journalStore.bytes).toBeGreaterThanOrEqual(2000);
    // a copy may be behind for a moment
    await until(async () => {
      const { current, wanted } = (await admin.inspect()).journalStore.replicas;
      return current === wanted;
    }, 20);
  });

  test('it counts what lies behind a position, of the addresses that are asked for', async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    const beginning = await bus.resolve('beginning', [pushed]);
    await publishAll(bus, ['1', '2', '3']);
    await publishAll(bus, ['t'], tagged);
    const [first] = await readAll(bus);
    const counts = [
      await admin.pending(beginning, [pushed]),
      await admin.pending(first?.position ?? '', [pushed]),
      await admin.pending(beginning, [pushed, tagged]),
      await admin.pending(await bus.resolve('now', [pushed]), [pushed, tagged]),
    ];
    expect(counts).toStrictEqual(bus.promises.pendingOf === 'address' ? [3, 2, 4, 0] : [4, 3, 4, 0]);
  });

  test('trimming a log frees what it held, and trimming it again changes nothing', async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    await publishAll(bus, ['1', '2', '3']);
    const [first, second] = await readAll(bus);
    const full = (await admin.inspect()).logs.event;
    await admin.trim({ log: 'event' }, second?.position ?? '');
    const { messages, bytes } = (await admin.inspect()).logs.event;
    expect(messages).toBe(1);
    expect(bytes < full.bytes).toBe(bus.promises.trim === 'atOnce');
    await admin.trim({ log: 'event' }, first?.position ?? '');
    expect((await admin.inspect()).logs.event).toMatchObject({ messages, bytes });
  });

  test('a removed journal is no longer listed; removing one that is not there is fine', async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    const partition = { namespace: 'shop', worker: 'main', index: 0 };
    await (await bus.journal(partition)).append(new Uint8Array(1), undefined);
    await admin.remove(partition);
    await admin.remove(partition);
    expect((await admin.inspect()).journals).toStrictEqual([]);
  });

  test("appends that do not fit the journals' quota are refused until something is trimmed, by a bus that refuses", async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    await admin.apply({ quotas: { journal: { maxBytes: 16 * 1024 } } });
    const partition = { namespace: 'shop', worker: 'main', index: 0 };
    const journal = await bus.journal(partition);
    let last: string | undefined;
    const fill = async () => {
      for (let index = 0; index < 40; index++) last = await journal.append(new Uint8Array(1024), last);
    };
    if (bus.promises.refusesWhenFull) await expect(fill()).rejects.toMatchObject({ code: 'busFull' });
    else await fill();
    await admin.trim({ journal: partition }, last ?? '');
    const [{ entries: kept = 0 } = {}] = (await admin.inspect()).journals;
    await journal.append(new Uint8Array(1024), last);
    const left = (await admin.inspect()).journals.map(({ entries }) => entries);
    expect([kept, left]).toStrictEqual([1, [2]]);
  });
}
