import type { Json } from '../../model/json.ts';
import { connectMemory } from '../event-bus/memory/connect-memory.ts';
import { connectMemoryAdmin } from '../event-bus/memory/connect-memory-admin.ts';
import { MemoryStore } from '../event-bus/memory/store.ts';
import { toNoteEvent } from '../partition/notes/note.ts';
import { toPlacedKey } from './declared.ts';
import { declare, KeeperWorld, main, trigger } from './testing/keeper-world.ts';

const small = { events: '64Ki' } as const;
const dayMs = 86_400_000;

function open(): KeeperWorld {
  const store = new MemoryStore();
  return new KeeperWorld({ bus: connectMemory(store), admin: connectMemoryAdmin(store) });
}

async function eventsIn({ admin }: KeeperWorld): Promise<number> {
  return (await admin.inspect()).logs.event.messages;
}

describe('a trigger that follows another route', () => {
  const all = declare(trigger('a'));
  const address = { class: 'note', ...main } as const;

  /** All partitions follow the new route, one of them waits; another had come less far than all stand now. */
  async function moved(world: KeeperWorld) {
    await world.round(all, { quotas: small });
    await world.publish(20);
    const early = await world.end();
    await world.publish(40);
    const position = await world.end();
    await world.store({ 'lane/ci/a/a': { position }, 'route/ci/a/a': { route: 'sensor' } });
    const former = [{ route: 'id', places: [{ index: 0, position: early }] }];
    return { position, early, former: former as unknown as Json };
  }

  it('keeps what a partition needs that waits, as the others have told it', async () => {
    await using world = open();
    const { former } = await moved(world);
    const waits = { 'route/ci/a/a': { route: 'sensor', waits: true }, 'moved/ci/a/a/0': { route: 'sensor', former } };
    await world.store(waits, { indices: [5] });
    await world.round(all, { quotas: small });
    expect(await eventsIn(world)).toBe(40);
    expect((await world.round(all)).lags.map(({ pending }) => pending)).toStrictEqual([40]);
    await world.store({ 'route/ci/a/a': { route: 'sensor' }, 'moved/ci/a/a/0': undefined }, { indices: [5] });
    await world.publish(15);
    await world.round(all, { quotas: small });
    expect(await eventsIn(world)).toBe(15);
  });

  it('keeps what a partition will need that has not been told yet', async () => {
    await using world = open();
    const { former } = await moved(world);
    await world.store({ 'route/ci/a/a': undefined }, { indices: [5] });
    const note = { kind: 'moved', trigger: trigger('a').trigger, route: 'sensor', index: 0, former } as never;
    await world.bus.publish(address, toNoteEvent(note, address, 0));
    await world.round(all, { quotas: small });
    expect(await eventsIn(world)).toBe(40);
  });
});

describe('a trigger that is renamed', () => {
  const renamed = { ...trigger('new'), former: trigger('old').trigger };

  it('needs no first position, and its former name is not gone', async () => {
    await using world = open();
    const position = await world.end();
    await world.store({ 'lane/ci/old/old': { position } });
    await world.publish(3);
    const { lags, absent } = await world.round(declare(renamed));
    expect([lags.map(({ pending }) => pending), absent]).toStrictEqual([[3], {}]);
    expect((await world.admin.inspect()).logs.note.messages).toBe(0);
    await world.clock.advance(30 * dayMs);
    expect((await world.round(declare(renamed))).absent).toStrictEqual({});
  });

  it('keeps the first position of its former name until all partitions have one, and no longer', async () => {
    await using world = open();
    await world.round(declare(trigger('old')));
    const read = { notes: await world.bus.resolve('now', [{ class: 'note', ...main }]) };
    const position = await world.end();
    await world.store(read);
    await world.store({ 'lane/ci/new/new': { position } }, { indices: [0, 1, 2] });
    await world.clock.advance(dayMs);
    await world.round(declare(renamed));
    expect((await world.admin.inspect()).logs.note.messages).toBe(1);
    await world.store({ 'lane/ci/new/new': { position } });
    await world.round(declare(renamed));
    expect((await world.admin.inspect()).logs.note.messages).toBe(0);
  });

  it('leaves its former name to be forgotten where it has places of its own', async () => {
    await using world = open();
    const position = await world.end();
    await world.store({ 'lane/ci/old/old': { position }, 'lane/ci/new/new': { position } });
    const { absent } = await world.round(declare(renamed));
    expect(Object.keys(absent)).toStrictEqual([toPlacedKey(trigger('old'))]);
  });
});
