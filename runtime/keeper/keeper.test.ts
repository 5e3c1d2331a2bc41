import { keeperSchema } from '../../model/keeper/keeper.ts';
import { parseSpec } from '../../model/schema.ts';
import type { BusAdmin, EventBus } from '../event-bus/contract.ts';
import { BusRefusedError } from '../event-bus/error.ts';
import { connectMemory } from '../event-bus/memory/connect-memory.ts';
import { connectMemoryAdmin } from '../event-bus/memory/connect-memory-admin.ts';
import { MemoryStore } from '../event-bus/memory/store.ts';
import { defaultTiming } from '../partition/timing.ts';
import { createLog } from '../support/log.ts';
import { ManualClock } from '../support/testing/manual-clock.ts';
import { type Keeper, startKeeper } from './keeper.ts';
import { declare, KeeperWorld, self, trigger } from './testing/keeper-world.ts';

const spec = parseSpec(keeperSchema, { replicas: 1, quotas: { events: '1Gi' } }, 'keeper');

/** Keepers on one store; `rounds` tells which of them went over it, in order. */
class Scene implements AsyncDisposable {
  readonly clock = new ManualClock(1_000_000);
  readonly store = new MemoryStore({ clock: this.clock });
  readonly rounds: string[] = [];
  readonly lines: string[] = [];
  readonly #keepers: Keeper[] = [];

  start(replica: string): Keeper {
    const keeper = startKeeper({
      bus: connectMemory(this.store, { client: replica }),
      admin: connectMemoryAdmin(this.store),
      self,
      replica,
      situation: () => ({ spec, declared: declare(trigger('a')), isComplete: () => true }),
      clock: this.clock,
      timing: defaultTiming,
      random: () => 0.5,
      log: createLog((line) => this.lines.push(JSON.parse(line).message)),
      onRound: () => this.rounds.push(replica),
    });
    this.#keepers.push(keeper);
    return keeper;
  }

  /** Ends it while time passes. */
  async end(keeper: Keeper): Promise<void> {
    const ended = keeper[Symbol.asyncDispose]();
    await this.clock.advance(5_000);
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const keeper of this.#keepers) await this.end(keeper);
  }
}

it('of two keepers one is at work, and the other as soon as the first ends', async () => {
  await using scene = new Scene();
  const first = scene.start('first');
  await scene.clock.advance(20_000);
  scene.start('second');
  await scene.clock.advance(60_000);
  expect(scene.rounds.length).toBeGreaterThan(5);
  expect(new Set(scene.rounds)).toStrictEqual(new Set(['first']));
  scene.rounds.length = 0;
  await scene.end(first);
  await scene.clock.advance(15_000);
  expect(new Set(scene.rounds)).toStrictEqual(new Set(['second']));
});

it('a keeper waits out an outage, is not ready meanwhile, and warns of it once a minute at most', async () => {
  await using scene = new Scene();
  const keeper = scene.start('first');
  await scene.clock.advance(30_000);
  expect(keeper.readiness()).toStrictEqual({ ready: true, reasons: [] });
  scene.store.stop();
  scene.lines.length = 0;
  await scene.clock.advance(60_000);
  expect(keeper.readiness().ready).toBe(false);
  const warned = scene.lines.filter((line) => line.startsWith('the bus could not be seen to'));
  expect(warned.length).toBeLessThan(3);
  scene.store.start();
  scene.rounds.length = 0;
  await scene.clock.advance(60_000);
  expect(keeper.readiness().ready).toBe(true);
  expect(scene.rounds.length).toBeGreaterThan(2);
});

it('a keeper applies its plan and tells of each change once', async () => {
  await using scene = new Scene();
  scene.start('first');
  await scene.clock.advance(60_000);
  expect(scene.store.quotas.event.maxBytes).toBe(1024 ** 3);
  expect(scene.lines.filter((line) => line === 'a trigger has its first position')).toHaveLength(1);
});

it('a worker that nobody declares keeps its journals while it runs, even if nothing happens in it', async () => {
  const clock = new ManualClock(1_000_000);
  const store = new MemoryStore({ clock });
  const bus = connectMemory(store);
  await using world = new KeeperWorld({ bus, admin: connectMemoryAdmin(store), clock });
  const idle = { namespace: 'ci', worker: 'idle' };
  const announce = () =>
    bus.publish(
      { class: 'member', ...idle },
      {
        id: 'idle-0.1',
        source: '/ci/idle',
        type: 'eventwright.member',
        time: '2026-01-01T00:00:00Z',
        data: Buffer.from('{}'),
      },
    );
  const weekMs = 7 * 86_400_000;
  await world.store({ a: 1 }, { worker: idle });
  await world.round(declare());
  await clock.advance(weekMs);
  await announce();
  await world.round(declare());
  await clock.advance(weekMs / 2);
  await world.round(declare());
  expect(store.journals()).toHaveLength(16);
  await clock.advance(weekMs);
  await world.round(declare());
  expect(store.journals()).toHaveLength(0);
});

it('nothing of a namespace that cannot be read is taken for gone, nor trimmed away', async () => {
  const clock = new ManualClock(1_000_000);
  const store = new MemoryStore({ clock });
  await using world = new KeeperWorld({ bus: connectMemory(store), admin: connectMemoryAdmin(store), clock });
  const monthMs = 30 * 86_400_000;
  await world.store({ 'lane/ci/a/a': { position: await world.end() } });
  await world.publish(5);
  await world.round({ workers: [], triggers: [] });
  const before = world.cell;
  world.incomplete.add('ci');
  for (let times = 0; times < 3; times++) {
    await clock.advance(monthMs);
    await world.freshRound({ workers: [], triggers: [] }, {}, { history: '1m' });
  }
  expect([store.journals().length, (await world.admin.inspect()).logs.event.messages]).toStrictEqual([16, 5]);
  expect(world.cell).toStrictEqual(before);
  world.incomplete.clear();
  await world.round({ workers: [], triggers: [] });
  expect(store.journals()).toHaveLength(0);
});

it('a keeper stores its cell though nothing is absent, so that others know it', async () => {
  const store = new MemoryStore();
  await using world = new KeeperWorld({ bus: connectMemory(store), admin: connectMemoryAdmin(store) });
  await world.round(declare());
  expect(world.cell).toStrictEqual({ kind: 'keeper', absent: {} });
});

it('what a keeper has no right to make is told, and the rest of its round goes on', async () => {
  const store = new MemoryStore();
  const admin = connectMemoryAdmin(store);
  await using world = new KeeperWorld({ bus: connectMemory(store), admin });
  const denied = 'it lacks the right';
  const apply: BusAdmin['apply'] = () => Promise.reject(new BusRefusedError(denied));
  const { refused, lags } = await world.freshRound(declare(trigger('a')), { admin: { ...admin, apply } });
  expect([refused, lags.map(({ pending }) => pending)]).toStrictEqual([denied, [0]]);
});

it('what a trigger needs is kept that was placed while the keeper read what the bus holds', async () => {
  const store = new MemoryStore();
  const bus = connectMemory(store);
  await using world = new KeeperWorld({ bus, admin: connectMemoryAdmin(store) });
  const quotas = { events: '64Ki' } as const;
  await world.round(declare(), { quotas });
  await world.publish(60);
  const meanwhile: EventBus = {
    ...bus,
    async resolve(start, addresses) {
      const position = await bus.resolve(start, addresses);
      if (start !== 'beginning' || addresses[0]?.class !== 'event') return position;
      await world.store({ 'lane/ci/other/other': { position: await world.end() } });
      await world.publish(5);
      return position;
    },
  };
  await world.freshRound(declare(), { bus: meanwhile }, { quotas });
  expect((await world.admin.inspect()).logs.event.messages).toBe(5);
});
