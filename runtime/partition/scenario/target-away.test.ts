import type { Json } from '../../../model/json.ts';
import type { ActRequest, Outcome } from '../../trigger/contract.ts';
import { ledger, push, range, type Target, tell, World } from './world.ts';

const away = { kind: 'retry', reason: '503' } as const;

describe('a trigger', () => {
  it('tries again what may succeed later, with growing delays', async () => {
    await using world = new World();
    const begun: number[] = [];
    const a = world.replica('a', {
      target: ({ attempt }) => {
        begun.push(world.clock.now());
        return attempt < 3 ? away : { kind: 'done' };
      },
    });
    await world.place(a);
    await world.publish(1);
    await world.until(() => ledger(a).fired === 1);
    expect(begun.map((at) => at - (begun[0] ?? 0))).toStrictEqual([0, 1000, 3000]);
    expect([tell(a, 'retrying'), tell(a, 'fired')]).toStrictEqual([2, 1]);
  });

  it('never gives up on a target that is busy, and counts no attempt on it', async () => {
    await using world = new World();
    const attempts = new Set<number>();
    let asked = 0;
    const a = world.replica('a', {
      target: ({ attempt }) => {
        attempts.add(attempt);
        return ++asked <= 20 ? { kind: 'busy', reason: '429' } : { kind: 'done' };
      },
    });
    await world.place(a);
    await world.publish(1);
    await world.until(() => ledger(a).fired === 1);
    expect([...attempts]).toStrictEqual([1]);
    expect(tell(a, 'retrying')).toBe(20);
  });

  it('gives up with a dead letter that says why, before it counts it', async () => {
    await using world = new World();
    const a = world.replica('a', { target: () => ({ kind: 'failed', reason: '400 Bad Request' }) });
    await world.place(a);
    await world.publish(7);
    await world.until(() => ledger(a).deadLettered === 1);
    const letters = world.store.log('deadLetter');
    expect(letters.at(1)?.stored.event).toMatchObject({
      id: 'ci/sensor/all//ci/web/push-7',
      data: Buffer.from('{"n":7}'),
      extensions: { ewreason: '400 Bad Request', ewattempts: '1', ewid: 'push-7', ewaddress: 'ci/web/push' },
    });
    expect(ledger(a)).toStrictEqual({ accepted: 1, fired: 0, filtered: 0, deadLettered: 1, pending: 0 });
  });

  it('holds an event whose dead letter cannot be stored', async () => {
    await using world = new World();
    const a = world.replica('a', { target: () => ({ kind: 'failed', reason: 'no' }) });
    await world.place(a);
    const { faults } = world.store;
    const refuse = { before: () => Promise.reject(new Error('full')) };
    world.store.faults = (operation) => (operation.on.startsWith('ew.d.') ? refuse : faults?.(operation));
    await world.publish(7);
    await world.clock.advance(60_000);
    expect(ledger(a)).toMatchObject({ deadLettered: 0, pending: 1 });
    world.store.faults = faults;
    await world.until(() => ledger(a).deadLettered === 1);
  });

  it('dead-letters an event whose payload cannot be read, and goes on', async () => {
    await using world = new World();
    const a = world.replica('a');
    await world.place(a);
    await world.bus.publish(push, {
      id: 'x',
      source: 's',
      type: 't',
      time: '2026-01-01T00:00:00Z',
      data: Buffer.from('{'),
    });
    await world.publish(1);
    await world.until(() => ledger(a).fired === 1 && ledger(a).deadLettered === 1);
  });

  it('ends an attempt at its time-out, and ignores what comes of it later', async () => {
    await using world = new World();
    const signals: AbortSignal[] = [];
    const a = world.replica('a', {
      triggers: { all: { timeout: '5s' } },
      target: ({ attempt }, { signal }) => {
        signals.push(signal);
        return attempt === 1
          ? new Promise((resolve) => world.clock.schedule(7000, () => resolve(away)))
          : { kind: 'done' };
      },
    });
    await world.place(a);
    await world.publish(1);
    await world.until(() => ledger(a).fired === 1);
    await world.clock.advance(10_000);
    const told = a.observations.flatMap((one) => (one.kind === 'retrying' ? [one.reason] : []));
    expect([told, signals.map(({ aborted }) => aborted)]).toStrictEqual([['timed out after 5s'], [true, false]]);
  });

  it('asks the action what a time-out means, and counts none where the target was busy', async () => {
    await using world = new World();
    const said = ({ signal }: ActRequest<Json>) =>
      new Promise<Outcome>((resolve) =>
        signal.addEventListener('abort', () => resolve({ kind: 'busy', reason: `api: ${signal.reason.message}` })),
      );
    const retry = { steps: 2, duration: '1s', factor: 1, cap: '1s', jitter: 0 } as const;
    let asked = 0;
    const a = world.replica('a', {
      triggers: { all: { timeout: '5s', retry } },
      target: (_, request) => (++asked <= 4 ? said(request) : { kind: 'done' }),
    });
    await world.place(a);
    await world.publish(1);
    await world.until(() => ledger(a).fired === 1);
    const told = a.observations.flatMap((one) => (one.kind === 'retrying' ? [one.reason] : []));
    expect(told).toStrictEqual(Array.from({ length: 4 }, () => 'api: timed out after 5s'));
  });

  it('parks what waits long, and its successor goes on with the next attempt', async () => {
    await using world = new World();
    let isAway = true;
    const target: Target = ({ n }) => (n === 1 && isAway ? away : { kind: 'done' });
    const a = world.replica('a', { target });
    await world.place(a);
    await world.publish(1);
    await world.until(() => world.attempts.length === 6);
    await world.publish(...range(2, 30));
    await world.until(() => ledger(a).fired === 28);
    await world.clock.advance(6000);
    a.crash();
    isAway = false;
    const b = world.replica('b', { target });
    await world.place(b);
    expect(ledger(b)).toStrictEqual({ accepted: 29, fired: 28, filtered: 0, deadLettered: 0, pending: 1 });
    await world.until(() => ledger(b).fired === 29);
    const ofFirst = world.attempts.filter(({ n }) => n === 1);
    expect(ofFirst.map(({ attempt }) => attempt)).toStrictEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(ofFirst.map(({ executionId }) => executionId)).size).toBe(1);
    expect(world.attempts).toHaveLength(35);
  });
});

describe('an execution that is parked while the frontier moves', () => {
  it.each([1, 2, 3])('is not lost in a crash behind record %i', async (nth) => {
    for (let sinceStartMs = 4_900; sinceStartMs <= 5_050; sinceStartMs += 10) {
      await using world = new World();
      const retry = { steps: 10, duration: '40s', factor: 1, cap: '40s', jitter: 0 } as const;
      const a = world.replica('a', { triggers: { all: { retry } }, target: () => away });
      await world.place(a);
      await world.clock.advance(sinceStartMs);
      world.crashAt(a, nth, 'after');
      await world.publish(1);
      await world.clock.advance(20_000);
      a.crash();
      const b = world.replica('b');
      await world.place(b);
      await world.until(() => ledger(b).fired === 1, `it is acted on, published after ${sinceStartMs} ms`);
    }
  });
});

describe('a circuit', () => {
  it('lets the backlog wait on the bus, and burns no attempt but the probes', async () => {
    await using world = new World();
    let isAway = true;
    const a = world.replica('a', { maxInFlight: 20, target: () => (isAway ? away : { kind: 'done' }) });
    await world.place(a);
    await world.publish(...range(0, 200));
    await world.clock.advance(600_000);
    // 20 at once, then a probe each second, two, four ... thirty
    expect(world.attempts.length).toBeLessThan(20 + 5 + 20);
    expect(ledger(a).deadLettered).toBe(0);
    isAway = false;
    await world.until(() => ledger(a).fired === 200);
    const states = a.observations.flatMap((one) => (one.kind === 'circuit' ? [one.state] : []));
    expect([states, ledger(a).pending]).toStrictEqual([['open', 'closed'], 0]);
  });

  it('holds up nobody else', async () => {
    await using world = new World();
    const a = world.replica('a', {
      maxInFlight: 4,
      triggers: { all: {}, dead: {} },
      target: ({ trigger }) => (trigger === 'dead' ? away : { kind: 'done' }),
    });
    await world.place(a);
    await world.publish(...range(0, 100));
    await world.until(() => ledger(a).fired === 100);
    expect(ledger(a, 'dead').accepted).toBeLessThan(20);
  });
});

describe('a trigger that is slow', () => {
  it('holds up nobody, and joins the others again', async () => {
    await using world = new World();
    let isSlow = true;
    const a = world.replica('a', {
      maxInFlight: 4,
      triggers: { all: {}, slow: {} },
      target: ({ trigger }) =>
        trigger === 'slow' && isSlow
          ? new Promise((resolve) => world.clock.schedule(1000, () => resolve({ kind: 'done' })))
          : { kind: 'done' },
    });
    await world.place(a);
    const begin = world.clock.now();
    await world.publish(...range(0, 100));
    await world.until(() => ledger(a).fired === 100);
    expect(world.clock.now() - begin).toBeLessThan(5000);
    expect(ledger(a, 'slow').fired).toBeLessThan(20);
    isSlow = false;
    await world.until(() => ledger(a, 'slow').fired === 100);
    await world.publish(...range(100, 300));
    await world.until(() => ledger(a, 'slow').fired === 300 && ledger(a).fired === 300);
    expect(world.attempts).toHaveLength(600);
  });

  it('is taken over where it was', async () => {
    await using world = new World();
    const target: Target = ({ trigger, replica }) =>
      trigger === 'slow' && replica === 'a'
        ? new Promise((resolve) => world.clock.schedule(1000, () => resolve({ kind: 'done' })))
        : { kind: 'done' };
    const options = { maxInFlight: 4, triggers: { all: {}, slow: {} }, target };
    const a = world.replica('a', options);
    await world.place(a);
    await world.publish(...range(0, 100));
    await world.until(() => ledger(a).fired === 100);
    await world.clock.advance(20_000);
    a.crash();
    const b = world.replica('b', options);
    await world.place(b);
    await world.until(() => ledger(b, 'slow').fired === 100);
    expect([ledger(b), world.seen('slow')]).toMatchObject([{ accepted: 100, fired: 100, pending: 0 }, range(0, 100)]);
    expect(world.attempts.filter(({ trigger }) => trigger === 'all')).toHaveLength(100);
  });
});
