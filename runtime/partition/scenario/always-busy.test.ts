import fc from 'fast-check';
import { ledger, type Replica, range, type Target, tell, World } from './world.ts';

const busy = { kind: 'busy', reason: '503' } as const;
const patient = { steps: 1000, duration: '1s', factor: 1, cap: '1s', jitter: 0 } as const;

/** The target takes everything but the events below this number, on which it is busy each time. */
function exceptBelow(count: number): Target {
  return ({ n }) => (n < count ? busy : { kind: 'done' });
}

/** Publishes events one by one, and tells how long the slowest waited. */
async function trickle(world: World, replica: Replica, { from, to, everyMs }: Trickle): Promise<number> {
  let slowestMs = 0;
  for (const n of range(from, to)) {
    const sentAt = world.clock.now();
    const before = ledger(replica).fired;
    await world.publish(n);
    await world.until(() => ledger(replica).fired > before, `event ${n} is acted on`);
    slowestMs = Math.max(slowestMs, world.clock.now() - sentAt);
    await world.clock.advance(everyMs);
  }
  return slowestMs;
}

interface Trickle {
  readonly from: number;
  readonly to: number;
  readonly everyMs: number;
}

describe('events that a target never takes, though it takes others', () => {
  it.each([1, 3, 20, 60])('keep no other from being acted on at once, where there are %i', async (count) => {
    await using world = new World();
    const a = world.replica('a', { target: exceptBelow(count) });
    await world.place(a);
    await world.publish(...range(0, count));
    // in a row they are like a target that is away: each is a probe of its own
    await world.clock.advance(120_000 + count * 30_000);
    expect(await trickle(world, a, { from: 1000, to: 1001, everyMs: 60_000 })).toBeLessThanOrEqual(31_000);
    expect(await trickle(world, a, { from: 1001, to: 1020, everyMs: 60_000 })).toBeLessThanOrEqual(1000);
    expect(ledger(a)).toMatchObject({ fired: 20, deadLettered: 0, pending: count });
  });

  it('take none of the room that others need, also where they are more than may be under way', async () => {
    await using world = new World();
    const a = world.replica('a', { maxInFlight: 4, target: exceptBelow(200) });
    await world.place(a);
    await world.publish(...range(0, 200));
    await world.publish(...range(1000, 1100));
    await world.clock.advance(2 * 3_600_000);
    expect(ledger(a)).toMatchObject({ accepted: 300, fired: 100, deadLettered: 0, pending: 200 });
    await world.publish(...range(1100, 1200));
    await world.clock.advance(5000);
    expect(ledger(a)).toMatchObject({ fired: 200 });
  });

  it('leave room also where each of them takes as long as it may', async () => {
    await using world = new World();
    const target: Target = ({ n }) => (n < 100 ? new Promise(() => {}) : { kind: 'done' });
    const a = world.replica('a', { maxInFlight: 4, triggers: { all: { retry: patient } }, target });
    await world.place(a);
    await world.publish(...range(0, 100));
    await world.clock.advance(2 * 3_600_000);
    expect(await trickle(world, a, { from: 1000, to: 1001, everyMs: 7000 })).toBeLessThanOrEqual(61_000);
    expect(await trickle(world, a, { from: 1001, to: 1020, everyMs: 7000 })).toBeLessThanOrEqual(1000);
  });

  it('are tried less and less often, and act as soon as they are taken', async () => {
    await using world = new World();
    let isTaken = false;
    const a = world.replica('a', { target: ({ n }) => (n < 30 && !isTaken ? busy : { kind: 'done' }) });
    await world.place(a);
    await world.publish(...range(0, 30));
    await world.clock.advance(3_600_000);
    expect(tell(a, 'retrying')).toBeLessThan(30 * 10 + 120);
    isTaken = true;
    await world.clock.advance(31_000);
    expect(ledger(a)).toMatchObject({ fired: 30, pending: 0 });
  });

  it('are behind the others for a successor too', async () => {
    await using world = new World();
    const options = { maxInFlight: 4, target: exceptBelow(50) };
    const a = world.replica('a', options);
    await world.place(a);
    await world.publish(...range(0, 50));
    await world.clock.advance(3_600_000);
    a.crash();
    const b = world.replica('b', options);
    await world.place(b);
    await world.clock.advance(300_000);
    expect(await trickle(world, b, { from: 1000, to: 1010, everyMs: 60_000 })).toBeLessThanOrEqual(31_000);
  });
});

it('events of a target that was away as a whole are all acted on soon after it is back, whoever it never takes', async () => {
  await using world = new World();
  let isAway = true;
  const a = world.replica('a', {
    maxInFlight: 50,
    target: ({ n }) => (isAway || n < 20 ? busy : { kind: 'done' }),
  });
  await world.place(a);
  await world.publish(...range(0, 300));
  await world.clock.advance(1_800_000);
  expect(ledger(a)).toMatchObject({ fired: 0, deadLettered: 0 });
  isAway = false;
  await world.clock.advance(120_000);
  expect(ledger(a)).toMatchObject({ accepted: 300, fired: 280, deadLettered: 0, pending: 20 });
});

it('whichever events a target never takes, and however many at once, all others are acted on', async () => {
  const scenario = fc.record({
    poison: fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 60 }),
    maxInFlight: fc.integer({ min: 1, max: 20 }),
    kind: fc.constantFrom('busy', 'silent'),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ poison, maxInFlight, kind }) => {
      await using world = new World();
      const never: Target = () => (kind === 'busy' ? busy : new Promise(() => {}));
      const a = world.replica('a', {
        maxInFlight,
        triggers: { all: { retry: patient } },
        target: (attempt, request) => (poison.includes(attempt.n) ? never(attempt, request) : { kind: 'done' }),
      });
      await world.place(a);
      await world.publish(...range(0, 100));
      await world.clock.advance(2 * 3_600_000);
      const good = 100 - poison.length;
      expect(ledger(a)).toMatchObject({ accepted: 100, fired: good, deadLettered: 0, pending: poison.length });
    }),
    { numRuns: 20 },
  );
});
