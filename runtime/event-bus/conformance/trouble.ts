import { until } from '../../support/testing/until.ts';
import { BusFullError, BusUnavailableError } from '../error.ts';
import type { StartBus } from './fixture.ts';
import { event, ids, inOrder, isStored, publishAll, pushed, readAll, startLog } from './log.ts';

/** What every bus does when it is full, and when it is away. */
export function describeTrouble(start: StartBus): void {
  test('a full bus refuses, loses none, and goes on once it was trimmed; or it takes everything', async () => {
    await using fixture = await start();
    const [bus, admin] = [await fixture.connect(), await fixture.connectAdmin()];
    await admin.apply({ quotas: { event: { maxBytes: 64 * 1024 } } });
    const data = new Uint8Array(4096);
    const accepted: string[] = [];
    const fill = async () => {
      for (let index = 0; index < 100; index++) {
        await bus.publish(pushed, inOrder(bus, event(`${index}`, { data })));
        accepted.push(`${index}`);
      }
    };
    if (bus.promises.refusesWhenFull) await expect(fill()).rejects.toThrow(BusFullError);
    else await fill();
    const stored = await readAll(bus);
    expect(ids(stored)).toStrictEqual(accepted);
    expect(stored.length < 100).toBe(bus.promises.refusesWhenFull);
    await admin.trim({ log: 'event' }, stored[4]?.position ?? '');
    await bus.publish(pushed, inOrder(bus, event('again', { data })));
    expect(ids(await readAll(bus))).toStrictEqual([...ids(stored.slice(5)), 'again']);
  });

  test('during an outage publishing rejects and health says so; afterwards a reader goes on without loss or repeats', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    await using log = startLog(bus, await bus.resolve('now', [pushed]));
    await publishAll(bus, ['1', '2']);
    expect(await log.next(isStored)).toMatchObject({ event: { id: '1' } });
    expect(await bus.health()).toMatchObject({ ready: true });
    await fixture.stop();
    expect(await bus.health()).toStrictEqual({ ready: false, reason: expect.any(String) });
    await expect(bus.publish(pushed, event('refused'))).rejects.toThrow(BusUnavailableError);
    await fixture.start();
    await until(async () => (await bus.health()).ready, 20);
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
