import type { DeadLetter } from '../dead-letter/dead-letter.ts';
import type { Note } from '../notes/note.ts';
import { ledger, type Replica, range, type Target, tell, World } from './world.ts';

const trigger = { namespace: 'ci', sensor: 'sensor', trigger: 'all' };
const refused = { kind: 'failed', reason: '400 Bad Request' } as const;

function redriveNote(letter: DeadLetter): Note {
  return { kind: 'redrive', trigger, letter, partitions: [World.partitionOf(letter.event.id)] };
}

/** A world in which the target refused some pushes for good, and would take them now. */
async function withLetters(...numbers: readonly number[]) {
  const world = new World();
  let mended = false;
  const target: Target = ({ n }) => (numbers.includes(n) && !mended ? refused : { kind: 'done' });
  const a = world.replica('a', { target });
  await world.place(a);
  await world.publish(...numbers);
  await world.until(() => ledger(a).deadLettered === numbers.length);
  mended = true;
  return { world, a, target };
}

describe('a dead letter that is redriven', () => {
  it('is acted on again under the same id, with fresh attempts, and is counted once more', async () => {
    const { world, a } = await withLetters(1, 2);
    await using _ = world;
    for (const letter of world.letters()) await world.tell(redriveNote(letter));
    await world.until(() => ledger(a).fired === 2);
    expect(ledger(a)).toStrictEqual({ accepted: 4, fired: 2, filtered: 0, deadLettered: 2, pending: 0 });
    const ids = new Set(world.attempts.map(({ n, executionId }) => `${n} ${executionId}`));
    expect([world.attempts.map(({ attempt }) => attempt), ids.size]).toStrictEqual([[1, 1, 1, 1], 2]);
    expect([tell(a, 'accepted'), tell(a, 'fired'), tell(a, 'deadLettered')]).toStrictEqual([4, 2, 2]);
  });

  it('is the event as it was: what fails again is the same letter', async () => {
    await using world = new World();
    const a = world.replica('a', { target: () => refused });
    await world.place(a);
    await world.publish(7);
    await world.until(() => ledger(a).deadLettered === 1);
    await world.tell(redriveNote(world.letters()[0] as DeadLetter));
    await world.until(() => ledger(a).deadLettered === 2);
    const log = world.store.log('deadLetter');
    expect(log.at(2)?.stored.event).toStrictEqual(log.at(1)?.stored.event);
    expect(ledger(a)).toStrictEqual({ accepted: 2, fired: 0, filtered: 0, deadLettered: 2, pending: 0 });
  });

  it('is tried with the filter that the sensor has now', async () => {
    await using world = new World();
    const broken = { filter: '({ data }) => data.missing.n > 0' };
    const a = world.replica('a', broken);
    await world.place(a);
    await world.publish(1, 2);
    await world.until(() => ledger(a).deadLettered === 2);
    await a[Symbol.asyncDispose]();
    const b = world.replica('b', { evenOnly: true });
    await world.place(b);
    for (const letter of world.letters()) await world.tell(redriveNote(letter));
    await world.until(() => ledger(b).accepted === 4 && ledger(b).pending === 0);
    expect(ledger(b)).toStrictEqual({ accepted: 4, fired: 1, filtered: 1, deadLettered: 2, pending: 0 });
  });

  it('waits while its trigger is suspended', async () => {
    const { world, a } = await withLetters(1);
    await using _ = world;
    await world.tell({ kind: 'suspend', trigger });
    await world.clock.advance(100);
    await world.tell(redriveNote(world.letters()[0] as DeadLetter));
    await world.clock.advance(60_000);
    expect(ledger(a)).toMatchObject({ accepted: 2, fired: 0, pending: 1 });
    await world.tell({ kind: 'resume', trigger });
    await world.until(() => ledger(a).fired === 1);
  });

  it('is one, however often that is said while it is pending', async () => {
    const { world, a } = await withLetters(1);
    await using _ = world;
    await world.tell({ kind: 'suspend', trigger });
    for (let i = 0; i < 3; i++) await world.tell(redriveNote(world.letters()[0] as DeadLetter));
    await world.tell({ kind: 'resume', trigger });
    await world.until(() => ledger(a).fired === 1);
    await world.clock.advance(10_000);
    expect(ledger(a)).toStrictEqual({ accepted: 2, fired: 1, filtered: 0, deadLettered: 1, pending: 0 });
  });

  it('retries, parks, and is taken up with its attempts by the next owner', async () => {
    await using world = new World();
    let answer: ReturnType<Target> = refused;
    const a = world.replica('a', { target: () => answer });
    await world.place(a);
    await world.publish(1);
    await world.until(() => ledger(a).deadLettered === 1);
    answer = { kind: 'retry', reason: '503' };
    await world.tell(redriveNote(world.letters()[0] as DeadLetter));
    await world.until(() => world.attempts.length === 7);
    await world.clock.advance(6000);
    a.crash();
    const b = world.replica('b');
    await world.place(b);
    expect(ledger(b)).toStrictEqual({ accepted: 2, fired: 0, filtered: 0, deadLettered: 1, pending: 1 });
    await world.until(() => ledger(b).fired === 1);
    expect(world.attempts.map(({ attempt }) => attempt)).toStrictEqual([1, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('waits for its trigger where that is away, and is acted on when it is back', async () => {
    const { world, a, target } = await withLetters(1, 2, 3);
    await using _ = world;
    await a[Symbol.asyncDispose]();
    const without = world.replica('without', { triggers: { other: {} } });
    await world.place(without);
    for (const letter of world.letters()) await world.tell(redriveNote(letter));
    await world.clock.advance(20_000);
    without.crash();
    const back = world.replica('back', { target });
    await world.place(back);
    await world.until(() => ledger(back).fired === 3);
    expect(ledger(back)).toStrictEqual({ accepted: 6, fired: 3, filtered: 0, deadLettered: 3, pending: 0 });
    await world.clock.advance(10_000);
    back.crash();
    const last = world.replica('last', { target });
    await world.place(last);
    expect(ledger(last)).toStrictEqual({ accepted: 6, fired: 3, filtered: 0, deadLettered: 3, pending: 0 });
  });

  it('whose evaluation kills its worker is given up again', async () => {
    const { world, a, target } = await withLetters(1);
    await using _ = world;
    await world.tell(redriveNote(world.letters()[0] as DeadLetter));
    let replica: Replica = a;
    const poison: Target = (attempt, request) => {
      if (attempt.n !== 1) return target(attempt, request);
      replica.crash();
      return new Promise(() => {});
    };
    a.crash();
    for (let life = 0; life < 12; life++) {
      replica = world.replica(`r${life}`, { target: poison });
      replica.partitions.place([0, 1, 2, 3]);
      await world.clock.advance(60_000);
      if ((replica.partitions.counts()[0]?.deadLettered ?? 0) > 1) break;
    }
    expect(ledger(replica)).toStrictEqual({ accepted: 2, fired: 0, filtered: 0, deadLettered: 2, pending: 0 });
  });
});

describe('a crash while dead letters are redriven', () => {
  const outcomes: readonly [string, Target][] = [
    ['fires', () => ({ kind: 'done' })],
    ['fails again', () => refused],
    ['is tried again', ({ attempt }) => (attempt < 3 ? { kind: 'retry', reason: '503' } : { kind: 'done' })],
  ];
  describe.each(outcomes)('what %s', (_, later) => {
    it.each(
      range(1, 7).flatMap((nth) => [
        [nth, 'before'],
        [nth, 'after'],
      ]) as [number, 'before' | 'after'][],
    )('is not lost, whichever record it was: the %ith, %s it was stored', async (nth, when) => {
      const { world, a } = await withLetters(1, 2, 3, 4);
      await using _ = world;
      await a[Symbol.asyncDispose]();
      const before = world.attempts.length;
      const b = world.replica('b', { target: later });
      world.crashAt(b, nth, when);
      b.partitions.place([0, 1, 2, 3]);
      for (const letter of world.letters()) await world.tell(redriveNote(letter));
      await world.clock.advance(12_000);
      b.crash();
      const c = world.replica('c', { target: later });
      await world.place(c);
      await world.until(() => ledger(c).accepted === 8 && ledger(c).pending === 0);
      const { fired, deadLettered } = ledger(c);
      expect(fired + deadLettered).toBe(8);
      const redriven = world.attempts.slice(before);
      expect([...new Set(redriven.map(({ n }) => n))].sort()).toStrictEqual([1, 2, 3, 4]);
      expect(new Set(world.attempts.map(({ executionId }) => executionId)).size).toBe(4);
    });
  });
});
