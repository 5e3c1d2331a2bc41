import { defaultTiming } from '../timing.ts';
import { ledger, range, type Target, World } from './world.ts';

const slowly =
  (world: World, ms: number): Target =>
  () =>
    new Promise((resolve) => world.clock.schedule(ms, () => resolve({ kind: 'done' })));

describe('a replica that is disposed', () => {
  it('lets what runs finish, takes nothing more and hands over', async () => {
    await using world = new World();
    const a = world.replica('a', { target: slowly(world, 5000), maxInFlight: 8 });
    await world.place(a);
    await world.publish(...range(0, 20));
    await world.clock.advance(100);
    await a[Symbol.asyncDispose]();
    expect(world.attempts).toHaveLength(8);
    const b = world.replica('b');
    await world.place(b);
    await world.until(() => ledger(b).fired === 20);
    expect([world.attempts.length, world.seen()]).toStrictEqual([20, range(0, 20)]);
  });

  it('tells to stop what runs too long, and its successor acts on it again', async () => {
    await using world = new World();
    const aborted: boolean[] = [];
    const a = world.replica('a', {
      drainMs: 3000,
      target: (_, { signal }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => {
            aborted.push(true);
            resolve({ kind: 'retry', reason: 'aborted' });
          }),
        ),
    });
    await world.place(a);
    await world.publish(1);
    await world.clock.advance(100);
    await a[Symbol.asyncDispose]();
    const b = world.replica('b');
    await world.place(b);
    await world.until(() => ledger(b).fired === 1);
    expect([aborted, world.attempts.map(({ attempt }) => attempt)]).toStrictEqual([[true], [1, 1]]);
  });

  it('leaves its attempts to the successor', async () => {
    await using world = new World();
    const target: Target = ({ replica }) => (replica === 'a' ? { kind: 'retry', reason: '503' } : { kind: 'done' });
    const a = world.replica('a', { target });
    await world.place(a);
    await world.publish(1);
    await world.until(() => world.attempts.length === 3);
    await a[Symbol.asyncDispose]();
    const b = world.replica('b', { target });
    await world.place(b);
    await world.until(() => ledger(b).fired === 1);
    expect(world.attempts.map(({ attempt }) => attempt)).toStrictEqual([1, 2, 3, 4]);
    expect(ledger(b)).toMatchObject({ accepted: 1, fired: 1, pending: 0 });
  });

  it('does not wait for a bus that is away for ever', async () => {
    await using world = new World();
    const a = world.replica('a', { target: slowly(world, 100) });
    await world.place(a);
    await world.publish(1);
    await world.clock.advance(10);
    world.store.stop();
    await a[Symbol.asyncDispose]();
    world.store.start();
  });
});

describe('a replica that loses its partitions', () => {
  it('starts nothing more, and counts nothing', async () => {
    await using world = new World();
    const a = world.replica('a', { target: slowly(world, 60_000), maxInFlight: 4 });
    await world.place(a);
    await world.publish(...range(0, 20));
    await world.clock.advance(100);
    const b = world.replica('b');
    await world.place(b);
    await world.clock.advance(1000);
    a.partitions.place([]);
    await world.until(() => ledger(b).fired === 20);
    await world.clock.advance(120_000);
    expect(world.attempts.filter(({ replica }) => replica === 'a')).toHaveLength(4);
    expect([ledger(a).fired, ledger(b).fired]).toStrictEqual([0, 20]);
  });
});

describe('a replica that is told to leave what it is about to claim', () => {
  it.each([0, 1, 2, 3])('hands it over at once, when told before answer %i of its journals', async (answer) => {
    await using world = new World();
    const a = world.replica('a');
    const { faults } = world.store;
    let answers = 0;
    world.store.faults = (operation) => {
      if (operation.client === 'a' && operation.kind === 'append' && answers++ === answer)
        return { after: async () => a.partitions.place([]) };
      return faults?.(operation);
    };
    a.partitions.place([0, 1, 2, 3]);
    await world.clock.advance(10);
    const b = world.replica('b', { isLive: (owner) => owner === 'a' });
    const began = world.clock.now();
    await world.place(b);
    expect(world.clock.now() - began).toBeLessThan(defaultTiming.successorWaitMs);
  });
});
