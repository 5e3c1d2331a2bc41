import type { CorrelationSpec } from '../../../model/sensor/correlation.ts';
import { ledger, type Replica, type ReplicaOptions, range, type Target, World } from './world.ts';

const by = (code: string) => ({ push: { code }, other: { code: '({ data }) => data.key' } });
const correlate = (code: string): CorrelationSpec => ({
  by: by(code),
  within: '30m',
  onTimeout: 'drop',
  maxOpen: 1000,
});
const all = { dependencies: { push: {}, other: { event: 'other' } } } satisfies ReplicaOptions;
const either = { template: { code: '({ push }) => ({ n: push.data.n })' } };
const both = { when: 'push && other', ...either };

/** What a sensor may be changed into, and from. */
const plain: ReplicaOptions = {};
const filtered: ReplicaOptions = { evenOnly: true };
const another: ReplicaOptions = {
  triggers: { all: { template: { code: '({ push }) => ({ n: push.data.n, to: 1 })' } } },
};
const dedup: ReplicaOptions = { triggers: { all: { dedup: { window: '5m' } } } };
const wider: ReplicaOptions = { ...all, triggers: { all: { when: 'push || other', ...either } } };
const joined: ReplicaOptions = { ...all, triggers: { all: both } };
const bySeven: ReplicaOptions = { ...joined, correlate: correlate('({ data }) => data.n % 7') };
const byFive: ReplicaOptions = { ...joined, correlate: correlate('({ data }) => String(data.n % 5)') };
const byNone: ReplicaOptions = { ...joined, correlate: correlate('({ data }) => data.missing') };

const count = 240;
const away: Target = ({ n }) => (n % 10 === 7 ? { kind: 'retry', reason: '503' } : { kind: 'done' });

/** A worker that is stopped, or crashes, with its partitions at different positions and events behind all of them. */
async function stopped(options: ReplicaOptions, how: 'stops' | 'crashes') {
  const world = new World();
  const a = world.replica('a', { ...options, target: away, drainMs: 1000 });
  await world.place(a);
  for (const owned of [[0, 1, 2, 3], [0, 1, 2], [0, 1], [1]]) {
    await world.place(a, owned);
    const from = world.store.log('event').last;
    await world.publish(...range(from, from + count / 6));
    await world.clock.advance(8_000);
  }
  if (how === 'crashes') a.crash();
  await a[Symbol.asyncDispose]();
  await world.publish(...range((count / 6) * 4, count));
  expect(given(a).length).toBeGreaterThan(count / 6);
  return world;
}

/** The numbers of the events that triggers were given, in any replica. */
function given(...replicas: readonly Replica[]): number[] {
  const numbers = replicas.flatMap(({ observations }) =>
    observations.flatMap((one) => (one.kind === 'accepted' ? [Number(one.event.id.slice('push-'.length))] : [])),
  );
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** All that the trigger has accepted and nobody forgot, once its lanes have come to the end. */
async function settle(world: World, replica: Replica, { accepted = count, trigger = 'all' } = {}) {
  await world.until(() => ledger(replica, trigger).accepted >= accepted);
  await world.clock.advance(20_000);
  return ledger(replica, trigger);
}

const edits: readonly (readonly [name: string, from: ReplicaOptions, to: ReplicaOptions])[] = [
  ['a filter', plain, filtered],
  ['a template', plain, another],
  ['a dependency that is added', plain, wider],
  ['a dependency that is taken out', wider, plain],
  ['dedup', plain, dedup],
  ['dedup that is taken out', dedup, plain],
  ['a condition that becomes a join', plain, joined],
  ['a join that becomes a single event', joined, plain],
  ['correlate that is added', joined, bySeven],
  ['correlate that is taken out', bySeven, joined],
  ['a key', bySeven, byFive],
  ['a key that no event has any more', byFive, byNone],
  ['a single event that becomes a correlated join', plain, bySeven],
  ['a correlated join that becomes a single event', bySeven, dedup],
];

describe.each(['stops', 'crashes'] as const)('a worker that %s with its partitions at different positions', (how) => {
  it.each(edits)('gives each event to the trigger exactly once, whatever is edited: %s', async (_, from, to) => {
    await using world = await stopped(from, how);
    const b = world.replica('b', to);
    await world.place(b);
    expect(await settle(world, b)).toMatchObject({ accepted: count });
    expect((await world.cells()).filter((key) => key.startsWith('moved/'))).toStrictEqual([]);
  });
});

describe('a rollout', () => {
  const former = { ...joined, target: away };

  it('gives events to the trigger by its old route until the last partition of the old replica is released', async () => {
    await using world = new World();
    const a = world.replica('a', plain);
    await world.place(a);
    const b = world.replica('b', bySeven);
    await world.publish(...range(0, 40));
    await world.until(() => ledger(a).fired === 40);
    a.partitions.place([2, 3]);
    await world.place(b, [0, 1]);
    await world.publish(...range(40, 100));
    await world.clock.advance(20_000);
    expect(given(b)).toStrictEqual([]);
    const byOld = given(a);
    expect(byOld).toStrictEqual(range(0, 100).filter((n) => n < 40 || [2, 3].includes(World.partitionOf(`push-${n}`))));
    a.partitions.place([]);
    await world.place(b);
    await world.until(() => ledger(b).accepted === 100);
    expect(given(b)).toStrictEqual(range(40, 100).filter((n) => !byOld.includes(n)));
  });

  it('that waits in a partition which is given up waits there no more', async () => {
    await using world = new World();
    const a = world.replica('a', plain);
    await world.place(a);
    await world.publish(...range(0, 40));
    await world.until(() => ledger(a).fired === 40);
    a.partitions.place([1, 2, 3]);
    const b = world.replica('b', bySeven);
    await world.place(b, [0]);
    b.partitions.place([]);
    await world.clock.advance(5_000);
    const told = b.observations.flatMap((one) => (one.kind === 'moving' ? [`${one.partition} ${one.state}`] : []));
    expect(told).toStrictEqual(['0 waits', '0 leaves']);
  });

  it('that is rolled back goes on where it stood', async () => {
    await using world = new World();
    const a = world.replica('a', plain);
    await world.place(a);
    await world.publish(...range(0, 40));
    await world.until(() => ledger(a).fired === 40);
    const b = world.replica('b', bySeven);
    a.partitions.place([2, 3]);
    await world.place(b, [0, 1]);
    await world.publish(...range(40, 100));
    await world.clock.advance(20_000);
    b.crash();
    await world.place(a);
    await world.until(() => ledger(a).accepted === 100);
    await world.clock.advance(20_000);
    expect(ledger(a)).toMatchObject({ accepted: 100, fired: 100 });
  });

  it('of a program that was changed again meanwhile loses nothing', async () => {
    await using world = await stopped(former, 'crashes');
    const b = world.replica('b', bySeven);
    await world.place(b, [0, 1, 2]);
    await world.clock.advance(2_000);
    b.crash();
    const c = world.replica('c', byFive);
    await world.place(c);
    expect(await settle(world, c)).toMatchObject({ accepted: count });
  });
});

describe('a trigger that is renamed', () => {
  const named = (trigger: ReplicaOptions['triggers']): ReplicaOptions => ({ ...all, triggers: trigger ?? {} });
  const renamed = named({ other: { ...either, when: 'push', formerName: 'all' } });

  it.each([
    ['takes the place, what waits and the counts of the former name', renamed],
    ['keeps what it joins', named({ other: { ...both, formerName: 'all' } })],
  ])('%s', async (_, to) => {
    const from = to === renamed ? plain : joined;
    await using world = await stopped(from, 'stops');
    const b = world.replica('b', to);
    await world.place(b);
    expect(await settle(world, b, { trigger: 'other' })).toMatchObject({ accepted: count });
    expect((await world.cells()).filter((key) => key.includes('ci/sensor/all'))).toStrictEqual([]);
    const c = world.replica('c', { ...to, triggers: { other: { ...to.triggers?.other } } });
    b.crash();
    await world.place(c);
    expect(ledger(c, 'other')).toMatchObject({ accepted: count });
  });

  it('and joins by another key at the same time is given each event once', async () => {
    await using world = await stopped(bySeven, 'crashes');
    const b = world.replica('b', { ...byFive, triggers: { other: { ...both, formerName: 'all' } } });
    await world.place(b);
    expect(await settle(world, b, { trigger: 'other' })).toMatchObject({ accepted: count });
  });

  it('leaves its former name alone where it has a place of its own', async () => {
    await using world = new World();
    const a = world.replica('a', { triggers: { all: {}, other: {} } });
    await world.place(a);
    await world.publish(...range(0, 20));
    await world.until(() => ledger(a).fired === 20 && ledger(a, 'other').fired === 20);
    await a[Symbol.asyncDispose]();
    const b = world.replica('b', { triggers: { other: { formerName: 'all' } } });
    await world.place(b);
    expect((await world.cells()).filter((key) => key === 'lane/ci/sensor/all')).toHaveLength(world.count);
  });

  it('and back again, as when a program is rolled back, goes on where it stood', async () => {
    await using world = await stopped(plain, 'stops');
    const b = world.replica('b', renamed);
    await world.place(b, [0, 1, 2]);
    await world.clock.advance(1000);
    b.crash();
    const c = world.replica('c', plain);
    await world.place(c);
    expect(await settle(world, c)).toMatchObject({ accepted: count });
  });

  it('is told what is told to its former name', async () => {
    await using world = new World();
    const a = world.replica('a', { target: () => ({ kind: 'failed', reason: '400' }) });
    await world.place(a);
    await world.publish(1);
    await world.until(() => ledger(a).deadLettered === 1);
    await a[Symbol.asyncDispose]();
    const b = world.replica('b', { triggers: { other: { formerName: 'all' } } });
    await world.place(b);
    const [letter] = world.letters();
    await world.tell({
      kind: 'redrive',
      trigger: { namespace: 'ci', sensor: 'sensor', trigger: 'all' },
      partitions: [World.partitionOf('push-1')],
      letter: letter as never,
    });
    await world.until(() => ledger(b, 'other').fired === 1);
  });
});

it('a trigger that is taken out and declared again meets each event once, by whatever route', async () => {
  await using world = await stopped(joined, 'stops');
  const b = world.replica('b', { triggers: { other: {} } });
  await world.place(b);
  await world.clock.advance(10_000);
  await b[Symbol.asyncDispose]();
  const c = world.replica('c', bySeven);
  await world.place(c);
  expect(await settle(world, c)).toMatchObject({ accepted: count });
});

it('a trigger that is changed before all partitions have begun it is given each event, some twice', async () => {
  await using world = new World();
  await world.tell({
    kind: 'start',
    trigger: { namespace: 'ci', sensor: 'sensor', trigger: 'all' },
    position: await world.bus.resolve('now', [{ class: 'event', namespace: 'ci', eventSource: 'web', event: 'push' }]),
  });
  const a = world.replica('a', plain);
  await world.place(a, [0, 1]);
  await world.publish(...range(0, 100));
  await world.clock.advance(5_000);
  const b = world.replica('b', bySeven);
  await world.place(b, [2, 3]);
  await world.clock.advance(5_000);
  a.crash();
  await world.place(b);
  await world.until(() => given(a, b).length === 100);
});
