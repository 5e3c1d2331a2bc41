import { toNoteEvent } from '../notes/note.ts';
import { ledger, World } from './world.ts';

const address = { class: 'note', namespace: 'ci', worker: 'worker' } as const;
const trigger = { namespace: 'ci', sensor: 'sensor', trigger: 'all' };

describe('a trigger that is suspended', () => {
  it('by a note lets its backlog wait on the bus, over takeovers, until it is resumed', async () => {
    await using world = new World();
    const options = { triggers: { all: {}, other: {} } };
    const a = world.replica('a', options);
    await world.place(a);
    await world.publish(1);
    await world.until(() => ledger(a).fired === 1);
    await world.tell({ kind: 'suspend', trigger });
    await world.clock.advance(1000);
    await world.publish(2, 3, 4);
    await world.until(() => ledger(a, 'other').fired === 4);
    expect(world.seen()).toStrictEqual([1]);
    await world.clock.advance(100);
    a.crash();
    const b = world.replica('b', options);
    await world.place(b);
    await world.publish(5);
    await world.until(() => ledger(b, 'other').fired === 5);
    expect(world.seen()).toStrictEqual([1]);
    await world.tell({ kind: 'resume', trigger });
    await world.until(() => ledger(b).fired === 5);
    await world.clock.advance(10_000);
    const c = world.replica('c', options);
    b.crash();
    await world.place(c);
    await world.publish(6);
    await world.until(() => ledger(c).fired === 6 && ledger(c, 'other').fired === 6);
    expect(world.attempts).toHaveLength(12);
  });

  it('by its spec keeps its place until the spec says otherwise', async () => {
    await using world = new World();
    const a = world.replica('a', { triggers: { all: { suspended: true }, other: {} } });
    await world.place(a);
    await world.publish(1, 2);
    await world.until(() => ledger(a, 'other').fired === 2);
    await world.clock.advance(20_000);
    await a[Symbol.asyncDispose]();
    const b = world.replica('b', { triggers: { all: {}, other: {} } });
    await world.place(b);
    await world.until(() => ledger(b).fired === 2);
    expect(world.seen()).toStrictEqual([1, 2]);
  });

  it('in some partitions only goes on in the others', async () => {
    await using world = new World();
    const a = world.replica('a');
    await world.place(a);
    await world.tell({ kind: 'suspend', trigger, partitions: [0, 1, 2] });
    await world.clock.advance(1000);
    await world.publish(1, 2, 3, 4, 5, 6, 7, 8);
    await world.clock.advance(1000);
    const { fired } = ledger(a);
    expect(fired > 0 && fired < 8).toBe(true);
  });
});

describe('a note of an unknown kind', () => {
  it('is skipped', async () => {
    await using world = new World();
    const a = world.replica('a');
    await world.place(a);
    const note = toNoteEvent({ kind: 'suspend', trigger }, address, 0);
    await world.bus.publish(address, { ...note, type: 'eventwright.note.dance' });
    await world.bus.publish(address, { ...note, data: Buffer.from('{}') });
    await world.publish(1);
    await world.until(() => ledger(a).fired === 1);
  });
});
