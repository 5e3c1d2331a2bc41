import { ledger, type ReplicaOptions, World } from './world.ts';

const byKey = {
  dependencies: { a: { event: 'a' }, b: { event: 'b' } },
  correlate: {
    by: { a: { code: '({ data }) => data.key' }, b: { code: '({ data }) => data.key' } },
    within: '10s',
    onTimeout: 'deadLetter',
    maxOpen: 10,
  },
  triggers: { all: { when: 'a && b', template: { code: '({ a, b }) => [a.data.n, b.data.n]' } } },
} satisfies ReplicaOptions;

it('no window ends while what is stored has not been read', async () => {
  await using world = new World();
  const replica = world.replica('one', byKey);
  await world.place(replica);
  await world.emit('a', { key: 'k', n: 1 });
  await world.until(() => ledger(replica).pending === 1);
  replica.partitions.tellFill(0.5);
  await world.clock.advance(5_000);
  await world.emit('b', { key: 'k', n: 2 });
  await world.clock.advance(20_000);
  expect(ledger(replica).pending).toBe(1);
  replica.partitions.tellFill(0.1);
  await world.until(() => ledger(replica).pending === 0);
  expect(world.attempts.map(({ template }) => template)).toStrictEqual([[1, 2]]);
});

it('no window ends while reading is held up by the bus, though all else is answered', async () => {
  await using world = new World();
  const replica = world.replica('one', byKey);
  await world.place(replica);
  await world.emit('a', { key: 'k', n: 1 });
  await world.until(() => ledger(replica).pending === 1);
  const answered = Promise.withResolvers<void>();
  world.store.faults = ({ client, kind }) =>
    client === 'one' && kind === 'read' ? { before: () => answered.promise } : undefined;
  await world.clock.advance(5_000);
  await world.emit('b', { key: 'k', n: 2 });
  await world.clock.advance(20_000);
  expect(ledger(replica)).toMatchObject({ pending: 1, deadLettered: 0 });
  answered.resolve();
  await world.until(() => ledger(replica).pending === 0);
  expect(world.attempts.map(({ template }) => template)).toStrictEqual([[1, 2]]);
});

it('a dependency may have the name of what every object has', async () => {
  await using world = new World();
  const spec: ReplicaOptions = {
    dependencies: Object.fromEntries([
      ['a', { event: 'a' }],
      ['toString', { event: 'b' }],
    ]),
    triggers: {
      all: { when: 'a && toString', template: { code: '({ a, toString }) => [a.data.n, toString.data.n]' } },
    },
  };
  const one = world.replica('one', spec);
  await world.place(one);
  await world.emit('b', { n: 1 });
  await world.until(() => ledger(one).pending === 1);
  await world.clock.advance(1_000);
  one.crash();
  await world.place(world.replica('two', spec));
  await world.emit('a', { n: 2 });
  await world.until(() => world.attempts.length === 1);
  expect(world.attempts.map(({ template }) => template)).toStrictEqual([[2, 1]]);
});

it('an event that takes the place of a large one fits where both would not', async () => {
  await using world = new World();
  const replica = world.replica('one', byKey);
  await world.place(replica);
  const large = 'x'.repeat(3_300_000);
  await world.emit('a', { key: 'k', n: 1, large }, 'a-1');
  await world.emit('a', { key: 'k', n: 2, large }, 'a-2');
  await world.emit('b', { key: 'k', n: 3 });
  await world.until(() => ledger(replica).fired === 1);
  expect(world.attempts.map(({ template }) => template)).toStrictEqual([[2, 3]]);
  expect(ledger(replica)).toMatchObject({ superseded: 1, deadLettered: 0 });
});

it('an event that would make a dead letter too large is given up, and what waits goes on waiting', async () => {
  await using world = new World();
  const replica = world.replica('one', byKey);
  await world.place(replica);
  const large = 'x'.repeat(3_300_000);
  await world.emit('a', { key: 'k', n: 1, large }, 'a-1');
  await world.emit('b', { key: 'k', n: 2, large }, 'b-2');
  await world.until(() => ledger(replica).deadLettered === 1);
  expect(world.letters().map(({ event, reason }) => [event.id.slice(0, 1), reason])).toStrictEqual([
    [
      'b',
      expect.stringMatching(/^with what waits under its key it may take 88\d+ bytes, .* a dead letter of 8257536$/),
    ],
  ]);
  await world.emit('b', { key: 'k', n: 3 });
  await world.until(() => ledger(replica).pending === 0);
  expect(world.attempts.map(({ template }) => template)).toStrictEqual([[1, 3]]);
});

it('a window is as long as it is by the clock of the bus, whatever that of the worker shows', async () => {
  await using world = new World();
  const aheadMs = 60_000;
  const replica = world.replica('one', { ...byKey, busNow: () => world.clock.now() - aheadMs });
  await world.place(replica);
  await world.emit('a', { key: 'k', n: 1 });
  await world.until(() => ledger(replica).pending === 1);
  await world.clock.advance(aheadMs);
  expect(ledger(replica)).toMatchObject({ pending: 1, deadLettered: 0 });
  await world.clock.advance(11_000);
  expect(ledger(replica)).toMatchObject({ pending: 0, deadLettered: 1 });
});
