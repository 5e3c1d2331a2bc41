import type { Json } from '../../../model/json.ts';
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
