import { keeperSchema } from '../../model/keeper/keeper.ts';
import { parseSpec } from '../../model/schema.ts';
import { connectMemory } from '../event-bus/memory/connect-memory.ts';
import { connectMemoryAdmin } from '../event-bus/memory/connect-memory-admin.ts';
import { MemoryStore } from '../event-bus/memory/store.ts';
import { defaultTiming } from '../partition/timing.ts';
import { noLog } from '../support/log.ts';
import { ManualClock } from '../support/testing/manual-clock.ts';
import { startFirstAid } from './first-aid.ts';
import { startKeeper } from './keeper.ts';
import { declare, KeeperWorld, self } from './testing/keeper-world.ts';

it.each([
  ['are trimmed', 200, '256Ki'],
  ['get the quota that they are to have', 0, '512Ki'],
] as const)(
  'journals in which a keeper finds no room for its claim %s, and it gets to work',
  async (_, records, journals) => {
    const maxBytes = 256 * 1024;
    const clock = new ManualClock(1_000_000);
    const store = new MemoryStore({ clock, quotas: { journal: { maxBytes } } });
    const [bus, admin] = [connectMemory(store), connectMemoryAdmin(store)];
    await using world = new KeeperWorld({ bus, admin });
    for (let i = 0; i < records; i++) await world.store({ a: `${i}`.padStart(1000) }, { indices: [0] });
    const entry = new Uint8Array(Math.floor(maxBytes * (1 - store.journalFill)) - 64);
    const journal = await bus.journal({ namespace: 'ci', worker: 'other', index: 0 });
    await journal.append(entry, undefined);
    const spec = parseSpec(keeperSchema, { replicas: 1, quotas: { journals } }, 'keeper');
    let rounds = 0;
    const keeper = startKeeper({
      bus,
      admin,
      self,
      replica: 'keeper-0',
      situation: () => ({ spec, declared: declare(), isComplete: () => true }),
      clock,
      timing: defaultTiming,
      random: () => 0.5,
      log: noLog,
      onRound: () => rounds++,
    });
    await clock.advance(60_000);
    const ended = keeper[Symbol.asyncDispose]();
    await clock.advance(5_000);
    await ended;
    expect(rounds).toBeGreaterThan(0);
  },
);

it('what is declared and missing is made while somebody else is at work, and nothing once it is there', async () => {
  const clock = new ManualClock(1_000_000);
  const store = new MemoryStore({ clock });
  const admin = connectMemoryAdmin(store);
  const onBus = { documents: [], namespace: 'ci' };
  const missing = ['the topic ew.j.ci.keeper'];
  const plans: unknown[] = [];
  const spec = parseSpec(keeperSchema, { replicas: 1 }, 'keeper');
  await using _ = startFirstAid({
    bus: connectMemory(store),
    admin: {
      ...admin,
      async inspect(declared) {
        const state = await admin.inspect();
        const amiss = { missing: declared === onBus ? missing : [], differing: [] };
        return { ...state, journalStore: { ...state.journalStore, amiss } };
      },
      async apply({ declared }) {
        plans.push(declared);
        return missing.splice(0);
      },
    },
    situation: () => ({ spec, declared: declare(), onBus, isComplete: () => true }),
    everyMs: 10_000,
    clock,
    log: noLog,
  });
  await clock.advance(60_000);
  expect(plans).toStrictEqual([onBus]);
});
