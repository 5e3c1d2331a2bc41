import { setImmediate } from 'node:timers/promises';
import { defaultTiming } from '../timing.ts';
import { ledger, range, tell, World } from './world.ts';

describe('a worker', () => {
  it('acts on every event once, and filters the others', async () => {
    await using world = new World();
    const a = world.replica('a', { evenOnly: true });
    await world.place(a);
    await world.publish(...range(0, 100));
    await world.until(() => ledger(a).fired === 50);
    expect(world.attempts).toHaveLength(50);
    expect(ledger(a)).toStrictEqual({ accepted: 100, fired: 50, filtered: 50, deadLettered: 0, pending: 0 });
    expect([tell(a, 'accepted'), tell(a, 'fired'), tell(a, 'filtered')]).toStrictEqual([100, 50, 50]);
  });

  it('loses nothing in a crash: the successor acts on the rest, repeats under the same ids, and counts exactly', async () => {
    await using world = new World();
    const a = world.replica('a', { evenOnly: true });
    await world.place(a);
    await world.publish(...range(0, 40));
    await world.until(() => ledger(a).fired === 20);
    await world.publish(...range(40, 80));
    await world.clock.advance(1);
    a.crash();
    await world.publish(...range(80, 120));
    const b = world.replica('b', { evenOnly: true });
    await world.place(b);
    await world.until(() => ledger(b).accepted === 120 && ledger(b).pending === 0);
    expect(world.seen()).toStrictEqual(range(0, 120).filter((n) => n % 2 === 0));
    expect(ledger(b)).toStrictEqual({ accepted: 120, fired: 60, filtered: 60, deadLettered: 0, pending: 0 });
    const ids = new Set(world.attempts.map(({ n, executionId }) => `${n} ${executionId}`));
    expect(ids.size).toBe(60);
  });

  it('does not act before a former owner that may be frozen has stopped acting', async () => {
    await using world = new World();
    const [a, b] = [world.replica('a'), world.replica('b')];
    await world.place(a);
    a.crash();
    await world.publish(...range(0, 10));
    await world.place(b);
    await world.clock.advance(defaultTiming.successorWaitMs - 1000);
    expect([world.attempts, ledger(b).pending]).toStrictEqual([[], 10]);
    await world.until(() => ledger(b).fired === 10);
  });

  it('keeps exact counts over crashes in the middle of everything', async () => {
    await using world = new World();
    const steps = 25;
    let owner = world.replica('r0', { evenOnly: true });
    await world.place(owner);
    for (let i = 0; i < steps; i++) {
      await world.publish(...range(i * 40, i * 40 + 40));
      await world.clock.advance(5000 + ((i * 37) % 200));
      owner.crash();
      owner = world.replica(`r${i + 1}`, { evenOnly: true, maxInFlight: 5 });
      await world.place(owner);
    }
    const total = steps * 40;
    await world.until(() => ledger(owner).accepted === total && ledger(owner).pending === 0);
    expect(world.seen()).toHaveLength(total / 2);
    expect(ledger(owner)).toStrictEqual({
      accepted: total,
      fired: total / 2,
      filtered: total / 2,
      deadLettered: 0,
      pending: 0,
    });
  });

  it('hands over without a repetition', async () => {
    await using world = new World();
    const [a, b] = [world.replica('a'), world.replica('b')];
    await world.place(a);
    await world.publish(...range(0, 50));
    await world.until(() => ledger(a).fired === 50);
    a.partitions.place([0, 1]);
    b.partitions.place([2, 3]);
    await world.publish(...range(50, 100));
    await world.until(() => b.partitions.readiness().ready && ledger(a).fired + ledger(b).fired === 100);
    expect(world.attempts).toHaveLength(100);
    expect(world.attempts.filter(({ replica }) => replica === 'b').length).toBeGreaterThan(10);
  });

  it('passes over nothing when partitions come to it while it takes events by the hundred', async () => {
    await using world = new World();
    const a = world.replica('a');
    await world.place(a);
    const numbers = range(0, 1_300);
    for (const n of numbers) {
      await world.publish(n);
      if (n % 4 === 0) await setImmediate();
      if (n % 21 === 0) a.partitions.place(n % 2 === 0 ? [0, 1] : [0, 1, 2, 3]);
    }
    await world.place(a);
    await world.until(() => ledger(a).accepted === numbers.length && ledger(a).pending === 0);
    expect(world.seen()).toStrictEqual(numbers);
  });

  it('goes on where it was when the trigger is edited', async () => {
    await using world = new World();
    const a = world.replica('a');
    await world.place(a);
    await world.publish(1, 2);
    await world.until(() => ledger(a).fired === 2);
    await a[Symbol.asyncDispose]();
    await world.publish(3, 4);
    const edited = world.replica('b', { evenOnly: true, triggers: { all: { start: 'beginning', timeout: '5s' } } });
    await world.place(edited);
    await world.until(() => ledger(edited).accepted === 4);
    expect(world.attempts.map(({ n }) => n)).toStrictEqual([1, 2, 4]);
  });

  it('begins a trigger that is new where its start says', async () => {
    await using world = new World();
    await world.publish(1, 2, 3);
    const a = world.replica('a', { triggers: { fresh: {}, all: { start: 'beginning' } } });
    await world.place(a);
    await world.publish(4);
    await world.until(() => ledger(a).fired === 4 && ledger(a, 'fresh').fired === 1);
    expect([world.seen('all'), world.seen('fresh')]).toStrictEqual([[1, 2, 3, 4], [4]]);
  });

  it('resumes by itself after an outage of the bus', async () => {
    await using world = new World();
    const a = world.replica('a');
    await world.place(a);
    await world.publish(...range(0, 10));
    await world.clock.advance(1);
    world.store.stop();
    await world.clock.advance(600_000);
    world.store.start();
    await world.publish(...range(10, 20));
    await world.until(() => ledger(a).fired >= 20);
    expect(world.seen()).toStrictEqual(range(0, 20));
    expect(ledger(a)).toMatchObject({ accepted: 20, fired: 20, pending: 0 });
  });
});
