import type { Json } from '../../../model/json.ts';
import type { DeadLetter } from '../dead-letter/dead-letter.ts';
import { ledger, type ReplicaOptions, World } from './world.ts';

const both = {
  dependencies: { a: { event: 'a' }, b: { event: 'b' } },
  triggers: { all: { when: 'a && b', template: { code: '({ a, b }) => [a.data.n, b.data.n]' } } },
} satisfies ReplicaOptions;

const byKey = {
  ...both,
  correlate: {
    by: { a: { code: '({ data }) => data.key' }, b: { code: '({ data }) => data.key' } },
    within: '30m',
    onTimeout: 'deadLetter',
    maxOpen: 1000,
  },
} satisfies ReplicaOptions;

const settled = (counts: object) => ({
  accepted: 0,
  fired: 0,
  filtered: 0,
  deadLettered: 0,
  pending: 0,
  ...counts,
});

const templates = (world: World): readonly Json[] => world.attempts.map(({ template }) => template);

it('two events fire together, the latest of each, and are consumed', async () => {
  await using world = new World();
  const replica = world.replica('one', both);
  await world.place(replica);
  for (const [event, n] of [
    ['a', 1],
    ['a', 2],
    ['b', 3],
    ['b', 4],
    ['a', 5],
  ] as const)
    await world.emit(event, { n });
  await world.until(() => templates(world).length === 2);
  expect(templates(world)).toStrictEqual([
    [2, 3],
    [5, 4],
  ]);
  await world.until(() => ledger(replica).pending === 0);
  expect(ledger(replica)).toStrictEqual(settled({ accepted: 5, fired: 2, joined: 2, superseded: 1 }));
});

it('what waits survives a crash', async () => {
  await using world = new World();
  const one = world.replica('one', both);
  await world.place(one);
  await world.emit('a', { n: 1 });
  await world.until(() => ledger(one).pending === 1);
  await world.clock.advance(1000);
  one.crash();
  const two = world.replica('two', both);
  await world.place(two);
  await world.emit('b', { n: 2 });
  await world.until(() => templates(world).length === 1);
  expect(templates(world)).toStrictEqual([[1, 2]]);
  await world.until(() => ledger(two).pending === 0);
  expect(ledger(two)).toStrictEqual(settled({ accepted: 2, fired: 1, joined: 1 }));
});

it('events with equal keys meet, and those that wait too long are dead letters', async () => {
  await using world = new World();
  const replica = world.replica('one', byKey);
  await world.place(replica);
  for (let n = 0; n < 20; n++) await world.emit('a', { key: `k${n}`, n });
  for (let n = 18; n > 0; n--) await world.emit('b', { key: `k${n}`, n: 100 + n });
  await world.until(() => templates(world).length === 18);
  expect(new Set(templates(world).map((pair) => JSON.stringify(pair)))).toStrictEqual(
    new Set(Array.from({ length: 18 }, (_, i) => JSON.stringify([i + 1, 101 + i]))),
  );
  await world.until(() => ledger(replica).pending === 2);
  await world.clock.advance(29 * 60_000);
  expect(ledger(replica)).toMatchObject({ pending: 2 });
  await world.clock.advance(61_000);
  await world.until(() => ledger(replica).pending === 0);
  expect(ledger(replica)).toStrictEqual(settled({ accepted: 38, fired: 18, joined: 18, deadLettered: 2 }));
});

it('an event that waited too long waits again when it is redriven', async () => {
  await using world = new World();
  const replica = world.replica('one', byKey);
  await world.place(replica);
  await world.emit('a', { key: 'k', n: 1 });
  await world.until(() => ledger(replica).pending === 1);
  await world.clock.advance(31 * 60_000);
  await world.until(() => ledger(replica).deadLettered === 1);
  const [letter] = world.letters() as [DeadLetter];
  await world.tell({ kind: 'redrive', trigger: { namespace: 'ci', sensor: 'sensor', trigger: 'all' }, letter });
  await world.until(() => ledger(replica).pending === 1);
  await world.emit('b', { key: 'k', n: 2 });
  await world.until(() => templates(world).length === 1);
  expect(templates(world)).toStrictEqual([[1, 2]]);
  await world.until(() => ledger(replica).pending === 0);
  expect(ledger(replica)).toStrictEqual(settled({ accepted: 3, fired: 1, joined: 1, deadLettered: 1 }));
});

it('an execution of several events that failed is redriven whole, under its own id', async () => {
  await using world = new World();
  let fails = true;
  const replica = world.replica('one', {
    ...both,
    target: () => (fails ? { kind: 'failed', reason: 'no' } : { kind: 'done' }),
  });
  await world.place(replica);
  await world.emit('a', { n: 1 });
  await world.emit('b', { n: 2 });
  await world.until(() => ledger(replica).deadLettered === 1);
  fails = false;
  const [letter] = world.letters() as [DeadLetter];
  await world.emit('a', { n: 3 });
  await world.tell({ kind: 'redrive', trigger: { namespace: 'ci', sensor: 'sensor', trigger: 'all' }, letter });
  await world.until(() => ledger(replica).fired === 1);
  const [first, second] = world.attempts;
  expect([first?.template, second?.template, first?.executionId === second?.executionId]).toStrictEqual([
    [1, 2],
    [1, 2],
    true,
  ]);
  expect(ledger(replica)).toMatchObject({ fired: 1, pending: 1 });
});

it('a repeat of an event that fired is a duplicate, also after a crash', async () => {
  await using world = new World();
  const spec = {
    ...both,
    triggers: { all: { ...both.triggers.all, dedup: { window: '5m' } } },
  } satisfies ReplicaOptions;
  const one = world.replica('one', spec);
  await world.place(one);
  for (const event of ['a', 'b', 'a', 'b']) await world.emit(event, { n: 1 });
  await world.until(() => ledger(one).pending === 0);
  await world.clock.advance(1000);
  one.crash();
  const two = world.replica('two', spec);
  await world.place(two);
  await world.emit('b', { n: 1 });
  await world.until(() => ledger(two).accepted === 5);
  expect(templates(world)).toStrictEqual([[1, 1]]);
  expect(ledger(two)).toStrictEqual(settled({ accepted: 5, fired: 1, joined: 1, duplicate: 3 }));
});

it('a reset tells of each event that it lets go, for each dependency that held it, and of none that comes later', async () => {
  await using world = new World();
  const resets = [{ schedule: '30 0 * * *', timeZone: 'UTC' }];
  const replica = world.replica('one', {
    dependencies: { a: { event: 'a', collect: 'all' }, same: { event: 'a' }, b: { event: 'b' } },
    triggers: { all: { when: 'a && same && b', template: { code: '() => null' }, resets } },
  });
  await world.place(replica);
  for (const n of [1, 2]) await world.emit('a', { n }, `a-${n}`);
  await world.until(() => ledger(replica).pending === 3);
  const tick = Date.parse('2026-01-01T00:30:00Z');
  await world.clock.advance(tick + 1000 - world.clock.now());
  await world.emit('a', { n: 3 }, 'a-3');
  await world.until(() => ledger(replica).pending === 2);
  const told = replica.observations.flatMap((one) =>
    one.kind === 'reset' ? [[one.event.id, one.dependency, one.tick]] : [],
  );
  expect(told).toStrictEqual([
    ['a-1', 'a', tick],
    ['a-2', 'a', tick],
    ['a-2', 'same', tick],
  ]);
  expect(ledger(replica)).toStrictEqual(settled({ accepted: 6, superseded: 1, reset: 3, pending: 2 }));
});

it("a window's timer ends with its partition", async () => {
  await using world = new World();
  const replica = world.replica('one', byKey);
  await world.place(replica);
  await world.emit('a', { n: 1, key: 'k' });
  await world.until(() => ledger(replica).pending === 1);
  await replica[Symbol.asyncDispose]();
  const { clock } = world;
  const schedule = clock.schedule.bind(clock);
  let timers = 0;
  clock.schedule = (delayMs, run) => {
    timers++;
    return schedule(delayMs, run);
  };
  await clock.advance(2 * 3_600_000);
  expect(timers).toBe(0);
});
