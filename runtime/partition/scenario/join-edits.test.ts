import { ledger, type ReplicaOptions, World } from './world.ts';

const key = { code: '({ data }) => data.key' };
const window = { within: '30m', onTimeout: 'deadLetter', maxOpen: 100 } as const;

const pair: ReplicaOptions = {
  dependencies: { a: { event: 'a' }, b: { event: 'b' } },
  correlate: { by: { a: key, b: key }, ...window },
  triggers: { all: { when: 'a && b', template: { code: '({ a, b }) => [a.data.n, b.data.n]' } } },
};

const triple: ReplicaOptions = {
  dependencies: { c: { event: 'c' }, b: { event: 'b' }, a: { event: 'a' } },
  correlate: { by: { b: key, c: { code: '({ data }) => data.other' }, a: key }, ...window },
  triggers: { all: { when: 'a && (b || c)', template: { code: '({ a, b, c }) => [a.data.n, (b ?? c).data.n]' } } },
};

const otherKey: ReplicaOptions = {
  ...pair,
  correlate: { by: { a: { code: '({ data }) => data.key + ""' }, b: key }, ...window },
};

/** One event waits under the key `k` while its sensor is edited; then come those that it may meet. */
async function edited(before: ReplicaOptions, after: ReplicaOptions, next: 'b' | 'c') {
  const world = new World();
  const one = world.replica('one', before);
  await world.place(one);
  await world.emit('a', { key: 'k', n: 1 });
  await world.until(() => ledger(one).pending === 1);
  await one[Symbol.asyncDispose]();
  const two = world.replica('two', after);
  await world.place(two);
  await world.emit(next, { key: 'k', other: 'k', n: 2 });
  await world.until(() => ledger(two).accepted === 2);
  await world.clock.advance(1_000);
  return { world, two };
}

it.each(['b', 'c'] as const)('what waits meets newcomers while another dependency is added: %s', async (next) => {
  const { world, two } = await edited(pair, triple, next);
  await using _ = world;
  expect(world.attempts.map(({ template }) => template)).toStrictEqual([[1, 2]]);
  expect(ledger(two)).toMatchObject({ fired: 1, joined: 1, pending: 0 });
});

it('what waits meets nobody whose key is made in another way, and ends with its own window', async () => {
  const { world, two } = await edited(pair, otherKey, 'b');
  await using _ = world;
  expect([world.attempts, ledger(two).pending]).toStrictEqual([[], 2]);
  await world.clock.advance(30 * 60_000);
  await world.until(() => ledger(two).pending === 0);
  expect(world.letters().map(({ reason }) => reason)).toStrictEqual(['it waited 30m for b', 'it waited 30m for a']);
});

it('what waits fires by itself where its trigger becomes one of single events', async () => {
  const alone: ReplicaOptions = {
    dependencies: { a: { event: 'a' } },
    triggers: { all: { when: 'a', template: { code: '({ a }) => a.data.n' } } },
  };
  await using world = new World();
  const one = world.replica('one', pair);
  await world.place(one);
  await world.emit('a', { key: 'k', n: 1 });
  await world.until(() => ledger(one).pending === 1);
  await one[Symbol.asyncDispose]();
  const two = world.replica('two', alone);
  await world.place(two);
  await world.until(() => ledger(two).pending === 0);
  expect([world.attempts.map(({ template }) => template), ledger(two).fired]).toStrictEqual([[1], 1]);
});

it('what waits under a key that nobody asks for any more ends at once, also behind what waits without one', async () => {
  const { correlate: _, ...apart } = pair;
  await using world = new World();
  const one = world.replica('one', apart);
  await world.place(one);
  await world.emit('a', { key: 'k', n: 1 });
  await world.until(() => ledger(one).pending === 1);
  await one[Symbol.asyncDispose]();
  const two = world.replica('two', pair);
  await world.place(two);
  for (let n = 2; n < 12; n++) await world.emit('a', { key: `k-${n}`, n });
  await world.until(() => ledger(two).pending === 11);
  await two[Symbol.asyncDispose]();
  const three = world.replica('three', apart);
  await world.place(three);
  await world.clock.advance(60_000);
  expect(ledger(three)).toMatchObject({ pending: 1, deadLettered: 10 });
});
