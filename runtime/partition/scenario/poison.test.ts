import { toShare } from '../../../model/hash.ts';
import { type Attempt, ledger, type Replica, range, type Target, tell, World } from './world.ts';

/** Kills the replica that acts on this number. */
function poison(of: () => Replica, n: number): Target {
  return (attempt) => {
    if (attempt.n !== n) return { kind: 'done' };
    of().crash();
    return new Promise(() => {});
  };
}

describe('an input that kills its worker', () => {
  it('is taken alone after three deaths, then dead-lettered; all others are acted on', async () => {
    await using world = new World();
    let replica: Replica;
    const target = poison(() => replica, 13);
    for (let life = 0; ; life++) {
      replica = world.replica(`r${life}`, { target });
      replica.partitions.place([0, 1, 2, 3]);
      if (life === 0) {
        await world.until(() => replica.partitions.readiness().ready);
        await world.publish(...range(0, 30));
      }
      await world.clock.advance(60_000);
      if (replica.partitions.counts()[0]?.deadLettered || life > 12) break;
    }
    expect(ledger(replica)).toStrictEqual({ accepted: 30, fired: 29, filtered: 0, deadLettered: 1, pending: 0 });
    expect(world.store.log('deadLetter').at(1)?.stored.event.extensions).toMatchObject({
      ewid: 'push-13',
      ewreason: expect.stringMatching(/^killed its worker \d times$/),
    });
    await world.publish(30);
    await world.until(() => ledger(replica).fired === 30);
  });

  it('is found in a busy partition too, while others are stored meanwhile', async () => {
    await using world = new World();
    const mine = range(0, 2_000).filter((n) => World.partitionOf(`push-${n}`) === 0);
    const killer = mine[3] as number;
    const replicas: Replica[] = [];
    const last = () => replicas.at(-1) as Replica;
    const late: Target = async (attempt) => {
      if (attempt.n !== killer) return { kind: 'done' };
      await new Promise<void>((resolve) => world.clock.schedule(700, resolve));
      last().crash();
      return new Promise(() => {});
    };
    let next = 0;
    let life = 0;
    for (; life < 12; life++) {
      const replica = world.replica(`r${life}`, { target: late });
      replicas.push(replica);
      replica.partitions.place([0]);
      if (life === 0) await world.until(() => replica.partitions.readiness().ready);
      for (let second = 0; second < 40; second++) {
        await world.publish(mine[next++] as number);
        await world.clock.advance(500);
      }
      if (replica.partitions.counts()[0]?.deadLettered) break;
    }
    await world.until(() => ledger(last()).pending === 0 && ledger(last()).accepted === next);
    expect(ledger(last())).toStrictEqual({
      accepted: next,
      fired: next - 1,
      filtered: 0,
      deadLettered: 1,
      pending: 0,
    });
    expect(life).toBeLessThan(10);
  });

  it('is not one of another partition that was under way when the worker was killed', async () => {
    await using world = new World();
    const oneOfEach = range(0, world.count).map((index) => {
      return range(0, 100).find((n) => toShare(`push-${n}`, world.count) === index) as number;
    });
    let replica: Replica;
    const after = (ms: number) => new Promise<void>((resolve) => world.clock.schedule(ms, resolve));
    const target: Target = async ({ n }) => {
      await after(n === oneOfEach[0] ? 500 : 2000);
      return n === oneOfEach[0] ? poison(() => replica, n)({ n } as Attempt, {} as never) : { kind: 'done' };
    };
    for (let life = 0; ; life++) {
      replica = world.replica(`r${life}`, { target });
      replica.partitions.place([0, 1, 2, 3]);
      if (life === 0) {
        await world.until(() => replica.partitions.readiness().ready);
        await world.publish(...oneOfEach);
      }
      await world.clock.advance(60_000);
      if (replica.partitions.counts()[0]?.deadLettered || life > 12) break;
    }
    expect(ledger(replica)).toStrictEqual({ accepted: 4, fired: 3, filtered: 0, deadLettered: 1, pending: 0 });
  });

  it('is not a slow one, over which the worker is killed from outside twice, or while it drains', async () => {
    await using world = new World();
    const slow: Target = () => new Promise((resolve) => world.clock.schedule(20_000, () => resolve({ kind: 'done' })));
    for (let life = 0; life < 8; life++) {
      const killed = world.replica(`r${life}`, { target: slow });
      killed.partitions.place([0, 1, 2, 3]);
      await world.clock.advance(1_000);
      if (life === 0) await world.publish(1);
      await world.clock.advance(life < 6 ? 9_000 : 14_000);
      // from the seventh life on it is told to end before it is killed
      if (life >= 6) {
        void killed.partitions[Symbol.asyncDispose]();
        await world.clock.advance(1_000);
      }
      killed.crash();
    }
    const last = world.replica('last', { target: slow });
    await world.place(last);
    await world.until(() => ledger(last).fired + ledger(last).deadLettered === 1);
    expect(ledger(last)).toMatchObject({ fired: 1, deadLettered: 0 });
  });

  it('is not one that was only there when the worker was killed', async () => {
    await using world = new World();
    for (let life = 0; life < 8; life++) {
      const idle = world.replica(`r${life}`);
      await world.place(idle);
      await world.clock.advance(100);
      idle.crash();
    }
    const last = world.replica('last');
    await world.place(last);
    await world.publish(...range(0, 30));
    await world.until(() => ledger(last).fired === 30);
    expect(tell(last, 'deadLettered')).toBe(0);
  });
});
