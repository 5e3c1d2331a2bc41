import { connectMemory } from '../event-bus/memory/connect-memory.ts';
import { connectMemoryAdmin } from '../event-bus/memory/connect-memory-admin.ts';
import { MemoryStore } from '../event-bus/memory/store.ts';
import { findHeld } from './bus-view.ts';
import { BusViews } from './bus-views.ts';
import { type Failure, failAt } from './testing/failing-ports.ts';
import { declare, KeeperWorld, main, self, trigger } from './testing/keeper-world.ts';

const dayMs = 86_400_000;
const kept = trigger('kept', 'beginning');
const former = { namespace: 'ci', worker: 'former' };
const declared = declare(kept, trigger('new'));

/** A bus on which a keeper has everything to do: a plan, a first position, a trigger and a worker to remove, history. */
async function prepare(): Promise<KeeperWorld> {
  const store = new MemoryStore();
  const world = new KeeperWorld({ bus: connectMemory(store), admin: connectMemoryAdmin(store) });
  await world.publish(60);
  const position = await world.end();
  await world.publish(30);
  await world.store({ 'lane/ci/kept/kept': { position }, 'lane/ci/gone/gone': { position } });
  await world.store({ a: 1 }, { worker: former, indices: [0, 5] });
  for (let i = 0; i < 200; i++) await world.store({ b: `${i}`.padStart(1000) }, { indices: [2] });
  await world.freshRound(declare(kept));
  await world.admin.apply({ quotas: { event: { maxBytes: 90_000 } } });
  await world.clock.advance(8 * dayMs);
  return world;
}

/** What the bus holds, whatever way it came to. */
async function describeBus(world: KeeperWorld) {
  const views = new BusViews(world);
  const signal = new AbortController().signal;
  const view = await views.read({ known: [main, former], isKeeper: ({ partition }) => partition === self, signal });
  const { logs } = view.state;
  return {
    quotas: Object.fromEntries(Object.entries(logs).map(([name, { quota }]) => [name, quota])),
    workers: [...new Set(view.partitions.map(({ partition }) => partition.worker))],
    journalIsShort: view.state.journalStore.bytes < 100_000,
    notes: [...new Set(view.notes.map(({ kind, trigger }) => `${kind} ${trigger?.trigger}`))].sort(),
    held: findHeld(view, kept).length,
    cell: world.cell,
  };
}

/** The quota of events is below what they take, so history is trimmed on every way. */
const small = { quotas: { events: '88Ki' } } as const;

it('a keeper that dies at any of its writes leaves a bus that the next one brings to the same state', async () => {
  const world = await prepare();
  const counting = failAt(Number.POSITIVE_INFINITY, 'before', world);
  await world.freshRound(declared, counting, small);
  await world.freshRound(declared, {}, small);
  const expected = await describeBus(world);
  expect(counting.writes()).toBeGreaterThan(5);
  expect(expected).toMatchObject({
    workers: ['main'],
    journalIsShort: true,
    notes: ['forget gone', 'start new'],
  });
  expect((await world.admin.inspect()).logs.event.messages).toBe(30);

  for (const failure of ['before', 'after'] satisfies Failure[])
    for (let nth = 1; nth <= counting.writes(); nth++) {
      const broken = await prepare();
      await expect(broken.freshRound(declared, failAt(nth, failure, broken), small)).rejects.toThrow();
      await broken.freshRound(declared, {}, small);
      await broken.freshRound(declared, {}, small);
      const found = await describeBus(broken);
      expect({ nth, failure, ...found, cell: undefined }).toStrictEqual({
        nth,
        failure,
        ...expected,
        cell: undefined,
      });
      expect((await broken.admin.inspect()).logs.event.messages).toBe(30);
    }
});
