import { ledger, range, World } from './world.ts';

const gone = { namespace: 'ci', sensor: 'sensor', trigger: 'gone' };

/** The cells of a partition's journal that are about the trigger, as its last owner knew them. */
async function cellsAbout(world: World): Promise<string[]> {
  const keys = await world.cells();
  return keys.filter((key) => key.includes('ci/sensor/gone')).sort();
}

describe('a trigger that is removed', () => {
  it('keeps its place until it is forgotten; then nothing of it is left in any partition', async () => {
    await using world = new World();
    const a = world.replica('a', {
      triggers: { all: {}, gone: {} },
      target: ({ trigger }) => (trigger === 'gone' ? { kind: 'retry', reason: '503' } : { kind: 'done' }),
    });
    await world.place(a);
    await world.publish(...range(0, 20));
    await world.tell({ kind: 'suspend', trigger: gone });
    await world.clock.advance(60_000);
    await a[Symbol.asyncDispose]();
    const b = world.replica('b');
    await world.place(b);
    await world.clock.advance(10_000);
    const kept = await cellsAbout(world);
    expect(kept.filter((key) => key.startsWith('lane/'))).toHaveLength(4);
    expect(kept.some((key) => key.startsWith('parked/'))).toBe(true);
    expect(kept.some((key) => key.startsWith('suspended/'))).toBe(true);
    await world.tell({ kind: 'forget', trigger: gone });
    await world.clock.advance(10_000);
    expect(await cellsAbout(world)).toStrictEqual([]);
    b.crash();
    const c = world.replica('c', { triggers: { all: {}, gone: {} } });
    await world.place(c);
    expect(ledger(c, 'gone')).toStrictEqual({ accepted: 0, fired: 0, filtered: 0, deadLettered: 0, pending: 0 });
  });

  it('leaves nothing of what it held, and of what it has seen', async () => {
    await using world = new World();
    const pair = { when: 'push && image', dedup: { window: '5m' } } as const;
    const a = world.replica('a', { dependencies: { push: {}, image: { event: 'image' } }, triggers: { gone: pair } });
    await world.place(a);
    await world.publish(...range(0, 5));
    await world.until(() => ledger(a, 'gone').accepted === 5);
    await a[Symbol.asyncDispose]();
    const kinds = (await cellsAbout(world)).map((key) => key.split('/')[0]);
    expect(new Set(kinds)).toStrictEqual(new Set(['held', 'lane', 'route', 'seen']));
    const b = world.replica('b');
    await world.place(b);
    await world.tell({ kind: 'forget', trigger: gone });
    await world.clock.advance(10_000);
    expect(await cellsAbout(world)).toStrictEqual([]);
  });

  it('is not forgotten by who has it', async () => {
    await using world = new World();
    const a = world.replica('a');
    await world.place(a);
    await world.publish(1);
    await world.until(() => ledger(a).fired === 1);
    await world.tell({ kind: 'forget', trigger: { ...gone, trigger: 'all' } });
    await world.clock.advance(10_000);
    await world.publish(2);
    await world.until(() => ledger(a).fired === 2);
    a.crash();
    const b = world.replica('b');
    await world.place(b);
    await world.until(() => ledger(b).accepted === 2);
  });
});

describe('a trigger that is new', () => {
  const start = (world: World, at: number) =>
    ({ kind: 'start', trigger: { ...gone, trigger: 'all' }, position: world.store.log('event').position(at) }) as const;

  it('begins where the first note says, in every partition', async () => {
    await using world = new World();
    await world.publish(...range(0, 40));
    await world.tell(start(world, 3));
    await world.tell(start(world, 10));
    const a = world.replica('a');
    await world.place(a, [0, 1]);
    const b = world.replica('b');
    await world.place(b, [2, 3]);
    await world.until(() => ledger(a).fired + ledger(b).fired === 37);
    expect(world.seen()).toStrictEqual(range(3, 40));
  });

  it('begins by its own spec where no note is, or it was forgotten since', async () => {
    await using world = new World();
    await world.publish(...range(0, 40));
    await world.tell(start(world, 3));
    await world.tell({ kind: 'forget', trigger: { ...gone, trigger: 'all' } });
    const a = world.replica('a');
    await world.place(a);
    await world.publish(40);
    await world.until(() => ledger(a).fired === 1);
    await world.clock.advance(10_000);
    expect(world.seen()).toStrictEqual([40]);
  });
});
