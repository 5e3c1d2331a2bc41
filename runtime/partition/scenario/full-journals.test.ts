import { connectMemoryAdmin } from '../../event-bus/memory/connect-memory-admin.ts';
import { ledger, range, type Target, World } from './world.ts';

const all = [0, 1, 2, 3];
const settled = (count: number) => ({ accepted: count, fired: count, filtered: 0, deadLettered: 0, pending: 0 });

/** Fills what the journals leave, as those of other workers may. */
async function fillUp(world: World): Promise<void> {
  const { journal } = world.store.quotas;
  const bytes = Math.floor(journal.maxBytes * (1 - world.store.journalFill));
  const partition = { namespace: 'ci', worker: 'other', index: 0 };
  await world.store.append('other', { partition, entry: new Uint8Array(bytes), after: undefined });
}

describe('journals that are full', () => {
  it('refuse what a worker has to store; it stays, and goes on once there is room', async () => {
    await using world = new World();
    world.store.apply({ quotas: { journal: { maxBytes: 200_000 } } });
    const a = world.replica('a');
    await world.place(a);
    await world.publish(...range(0, 10));
    await world.until(() => ledger(a).fired === 10);
    await world.clock.advance(1_000);
    await fillUp(world);
    await world.publish(...range(10, 60));
    await world.clock.advance(60_000);
    // what was granted before ended; nothing starts that could not be stored as done
    expect(world.attempts.length).toBeLessThanOrEqual(60);
    world.store.remove({ namespace: 'ci', worker: 'other', index: 0 });
    await world.until(() => ledger(a).fired === 60);
    expect(ledger(a)).toStrictEqual(settled(60));
    a.crash();
    const b = world.replica('b');
    await world.place(b);
    await world.until(() => ledger(b).fired === 60);
    expect([ledger(b), world.seen()]).toStrictEqual([settled(60), range(0, 60)]);
  });

  it('refuse a claim and a release too, and nothing is lost', async () => {
    await using world = new World();
    world.store.apply({ quotas: { journal: { maxBytes: 200_000 } } });
    const a = world.replica('a');
    await world.place(a);
    await world.publish(...range(0, 20));
    await world.until(() => ledger(a).fired === 20);
    await fillUp(world);
    await a[Symbol.asyncDispose]();
    const b = world.replica('b');
    b.partitions.place(all);
    await world.publish(...range(20, 40));
    await world.clock.advance(30_000);
    expect(b.partitions.readiness().ready).toBe(false);
    world.store.remove({ namespace: 'ci', worker: 'other', index: 0 });
    await world.until(() => b.partitions.readiness().ready && ledger(b).accepted === 40 && ledger(b).pending === 0);
    expect([ledger(b), world.seen()]).toStrictEqual([settled(40), range(0, 40)]);
  });
});

describe('intake', () => {
  it('pauses while the journals are 40 % full, until they are less than 35 %', async () => {
    await using world = new World();
    const a = world.replica('a');
    await world.place(a);
    const tell = (fill: number) => a.partitions.tellFill(fill);
    tell(0.39);
    await world.publish(1);
    await world.until(() => ledger(a).fired === 1);
    tell(0.4);
    await world.publish(2, 3);
    await world.clock.advance(60_000);
    expect(ledger(a).accepted).toBe(1);
    tell(0.36);
    await world.clock.advance(60_000);
    expect(ledger(a).accepted).toBe(1);
    tell(0.34);
    await world.until(() => ledger(a).fired === 3);
    expect(a.observations.filter(({ kind }) => kind === 'intake')).toStrictEqual([
      { kind: 'intake', state: 'paused', fill: 0.4 },
      { kind: 'intake', state: 'open', fill: 0.34 },
    ]);
  });

  it('that pauses lets what is under way end, and makes the journals small enough to go on', async () => {
    await using world = new World();
    world.store.apply({ quotas: { journal: { maxBytes: 100_000 } } });
    const later: Target = () => new Promise((resolve) => world.clock.schedule(500, () => resolve({ kind: 'done' })));
    const a = world.replica('a', { target: later, maxInFlight: 4 });
    await world.place(a);
    await using admin = connectMemoryAdmin(world.store);
    let paused = 0;
    for (let n = 0; ledger(a).fired < 2_000 && n < 2_000; n++) {
      if (n < 500) await world.publish(...range(4 * n, 4 * n + 4));
      await world.clock.advance(500);
      a.partitions.tellFill(world.store.journalFill);
      if (world.store.journalFill >= 0.4) {
        paused++;
        await world.clock.advance(2_000);
        await world.trimJournals(admin);
        a.partitions.tellFill(world.store.journalFill);
      }
    }
    expect(paused).toBeGreaterThan(0);
    expect(ledger(a)).toStrictEqual(settled(2_000));
  });

  it('that pauses is over when its replica ends', async () => {
    await using world = new World();
    const a = world.replica('a');
    await world.place(a);
    a.partitions.tellFill(0.9);
    await world.publish(...range(0, 10));
    await world.clock.advance(1_000);
    await a[Symbol.asyncDispose]();
    const b = world.replica('b');
    await world.place(b);
    await world.until(() => ledger(b).fired === 10);
    expect(world.attempts).toHaveLength(10);
  });
});
