import { connectMemoryAdmin } from '../../event-bus/memory/connect-memory-admin.ts';
import { ledger, range, tell, World } from './world.ts';

describe('a trigger whose backlog was trimmed away', () => {
  it('says so, and goes on from the oldest event that is kept', async () => {
    await using world = new World();
    const options = { triggers: { all: {} } };
    const a = world.replica('a', options);
    await world.place(a);
    await world.publish(1);
    await world.until(() => ledger(a).fired === 1);
    await a[Symbol.asyncDispose]();
    await world.publish(...range(2, 40));
    await using admin = connectMemoryAdmin(world.store);
    await admin.trim({ log: 'event' }, world.store.log('event').position(29));
    const b = world.replica('b', options);
    await world.place(b);
    await world.publish(40);
    await world.until(() => ledger(b).fired >= 1 && world.seen().includes(40));
    expect(tell(b, 'positionLost')).toBe(1);
    expect(world.seen().filter((n) => n > 1 && n < 29)).toStrictEqual([]);
    expect(world.seen()).toStrictEqual([1, ...range(30, 41)]);
    expect(ledger(b)).toMatchObject({ accepted: 12, fired: 12, pending: 0 });
  });
});
