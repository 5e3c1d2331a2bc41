import type { BusAdmin, TrimTarget } from '../../event-bus/contract.ts';
import { readToEnd } from '../../event-bus/read-to-end.ts';
import { type Declared, toPlacedKey } from '../declared.ts';
import { declare, KeeperWorld, type KeptFixture, main, trigger } from '../testing/keeper-world.ts';

const dayMs = 86_400_000;

/** What a keeper does, on any bus. */
export function describeKeeper(name: string, start: () => Promise<KeptFixture>): void {
  async function open() {
    const fixture = await start();
    const admin = await fixture.connectAdmin();
    const trimmed: TrimTarget[] = [];
    const trim: BusAdmin['trim'] = (target, before) => {
      trimmed.push(target);
      return admin.trim(target, before);
    };
    const world = new KeeperWorld({ bus: await fixture.connect(), admin: { ...admin, trim } });
    return Object.assign(world, {
      trimmed,
      async [Symbol.asyncDispose]() {
        await KeeperWorld.prototype[Symbol.asyncDispose].call(world);
        await fixture[Symbol.asyncDispose]();
      },
    });
  }

  describe(`a keeper on ${name}`, () => {
    it('gives a trigger its first position once, where it declares to start', async () => {
      await using world = await open();
      await world.round(declare());
      await world.publish(3);
      const declared = declare(trigger('all', 'beginning'), trigger('new'));
      await world.round(declared);
      await world.publish(2);
      const lags = (await world.round(declared)).lags.map((lag) => [lag.declared.trigger.trigger, lag.pending]);
      expect(lags).toStrictEqual([
        ['all', 5],
        ['new', 2],
      ]);
      const notes = await world.admin.inspect();
      expect(notes.logs.note.messages).toBe(2);
    });

    it('trims what every trigger is done with once it is due, and never what one still needs', async () => {
      await using world = await open();
      const declared = declare(trigger('a'), trigger('b', 'beginning'));
      await roundWhenDue(world, declared);
      await world.publish(20);
      const middle = await world.end();
      await world.publish(40);
      const lanes = { 'lane/ci/a/a': {}, frontier: await world.end() };
      await world.store({ ...lanes, 'lane/ci/b/b': { position: middle } });
      await roundWhenDue(world, declared);
      await roundWhenDue(world, declared);
      expect((await world.admin.inspect()).logs.event.messages).toBe(40);
      expect(world.trimmed).toStrictEqual([{ log: 'event' }]);
      await world.store({ 'lane/ci/b/b': {} });
      await world.publish(15);
      await roundWhenDue(world, declared);
      expect((await world.admin.inspect()).logs.event.messages).toBe(15);
    });

    it('keeps everything for a trigger that has begun in some partitions and has a place in no other', async () => {
      await using world = await open();
      const declared = declare(trigger('a'));
      await roundWhenDue(world, declare());
      await world.publish(60);
      const position = await world.end();
      await world.store({ 'lane/ci/a/a': { position } }, { indices: [0, 1, 2] });
      await roundWhenDue(world, declared);
      expect((await world.admin.inspect()).logs.event.messages).toBe(60);
      await world.store({ 'lane/ci/a/a': { position } });
      await roundWhenDue(world, declared);
      expect((await world.admin.inspect()).logs.event.messages).toBe(0);
    });

    it('trims a bus that nobody reads, and history that is too old', async () => {
      await using world = await open();
      await world.round(declare());
      await world.publish(5);
      await world.round(declare(), { history: '7d' });
      expect((await world.admin.inspect()).logs.event.messages).toBe(5);
      await world.clock.advance(8 * dayMs);
      await world.round(declare(), { history: '7d' });
      expect((await world.admin.inspect()).logs.event.messages).toBe(0);
    });

    it('keeps a journal near the size of its state', async () => {
      await using world = await open();
      await world.round(declare());
      for (let i = 0; i < 250; i++) await world.store({ a: `${i}`.padStart(1000) }, { indices: [0] });
      const before = (await world.admin.inspect()).journalStore.messages;
      await world.round(declare());
      const after = (await world.admin.inspect()).journalStore.messages;
      expect(before).toBeGreaterThan(250);
      expect(after).toBeLessThan(150);
    });

    it('removes notes that all partitions have read, and a first position only when each has its own', async () => {
      await using world = await open();
      const declared = declare(trigger('a'));
      const notes = async () => (await world.admin.inspect()).logs.note.messages;
      await world.round(declared);
      const read = { notes: await world.bus.resolve('now', [{ class: 'note', ...main }]) };
      const begun = { 'lane/ci/a/a': { position: await world.end() } };
      await world.store({ ...read, ...begun }, { indices: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14] });
      await world.clock.advance(dayMs);
      await world.round(declared);
      expect(await notes()).toBe(1);
      await world.store(read, { indices: [15] });
      await world.round(declared);
      expect(await notes()).toBe(1);
      await world.store(begun, { indices: [15] });
      await world.round(declared);
      expect(await notes()).toBe(0);
      expect((await world.round(declared)).absent).toStrictEqual({});
    });

    it('forgets a trigger that nobody declares any more after the grace, and not if it comes back before', async () => {
      await using world = await open();
      const [kept, gone] = [trigger('kept'), trigger('gone')];
      await world.round(declare(kept, gone));
      const position = await world.end();
      await world.store({ 'lane/ci/kept/kept': { position }, 'lane/ci/gone/gone': { position } });
      const { absent } = await world.round(declare(kept));
      expect(Object.keys(absent)).toStrictEqual([toPlacedKey(gone)]);
      await world.clock.advance(5 * dayMs);
      expect((await world.round(declare(kept, gone))).absent).toStrictEqual({});
      await world.round(declare(kept));
      await world.clock.advance(5 * dayMs);
      await world.round(declare(kept));
      expect(await toldKinds(world)).toStrictEqual([]);
      await world.clock.advance(3 * dayMs);
      await world.round(declare(kept));
      await world.round(declare(kept));
      expect(await toldKinds(world)).toStrictEqual(['eventwright.note.forget']);
      await world.store({ 'lane/ci/gone/gone': undefined });
      expect((await world.round(declare(kept))).absent).toStrictEqual({});
    });

    it('counts what a trigger that may come back still needs', async () => {
      await using world = await open();
      await roundWhenDue(world, declare(trigger('gone')));
      const position = await world.end();
      await world.store({ 'lane/ci/gone/gone': { position } });
      await world.publish(60);
      await roundWhenDue(world, declare());
      expect((await world.admin.inspect()).logs.event.messages).toBe(60);
      await world.clock.advance(8 * dayMs);
      await roundWhenDue(world, declare());
      await roundWhenDue(world, declare());
      expect((await world.admin.inspect()).logs.event.messages).toBe(0);
    });

    it('counts what a trigger needs that its worker runs, and nobody has told the keeper of', async () => {
      await using world = await open();
      await roundWhenDue(world, declare(trigger('run')));
      await world.store({ 'lane/ci/run/run': { position: await world.end() } });
      await world.publish(60);
      await roundWhenDue(world, declare());
      await world.clock.advance(8 * dayMs);
      await roundWhenDue(world, declare());
      await world.store({ notes: await world.bus.resolve('now', [{ class: 'note', ...main }]) }, { indices: [3] });
      await roundWhenDue(world, declare());
      expect((await world.admin.inspect()).logs.event.messages).toBe(60);
      await world.store({ 'lane/ci/run/run': undefined }, { indices: [3] });
      await roundWhenDue(world, declare());
      expect((await world.admin.inspect()).logs.event.messages).toBe(0);
    });

    it('removes the journals of a worker that is gone after the grace, unless it is still at work', async () => {
      await using world = await open();
      const former = { namespace: 'ci', worker: 'former' };
      await world.round(declare());
      await world.store({ a: 1 }, { worker: former });
      await world.store({ a: 1 }, { worker: main, indices: [0] });
      await world.round(declare());
      await world.clock.advance(6 * dayMs);
      await world.store({ a: 2 }, { worker: former, indices: [3] });
      await world.round(declare());
      await world.clock.advance(2 * dayMs);
      await world.round(declare());
      expect(await workersOf(world)).toStrictEqual(['former', 'main']);
      await world.clock.advance(6 * dayMs);
      await world.round(declare());
      expect(await workersOf(world)).toStrictEqual(['main']);
      expect((await world.round(declare())).absent).toStrictEqual({});
    });
  });
}

/** A round for which events are due that nobody needs: their log is nearly full, or, where none ever is, they are old. */
async function roundWhenDue(world: KeeperWorld, declared: Declared): Promise<void> {
  if (world.bus.promises.refusesWhenFull) await world.round(declared, { quotas: { events: '64Ki' } });
  else {
    await world.clock.advance(dayMs / 24);
    await world.round(declared, { history: '1m' });
  }
}

/** The kinds of the notes that the worker's partitions would still read. */
async function toldKinds({ bus, admin }: KeeperWorld): Promise<string[]> {
  const addresses = [{ class: 'note', ...main }] as const;
  const kinds: string[] = [];
  if ((await admin.inspect()).logs.note.messages === 0) return kinds;
  const { signal } = new AbortController();
  const after = await bus.resolve('beginning', addresses);
  for await (const item of readToEnd(bus, { after, addresses, signal }))
    if ('event' in item && !item.event.type.endsWith('.start')) kinds.push(item.event.type);
  return kinds;
}

async function workersOf({ admin }: KeeperWorld): Promise<string[]> {
  const { journals } = await admin.inspect();
  return [...new Set(journals.map(({ partition }) => partition.worker))].sort();
}
