import { hang } from '../../event-bus/memory/fault.ts';
import type { DeadLetter } from '../dead-letter/dead-letter.ts';
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

const all = { namespace: 'ci', sensor: 'sensor', trigger: 'all' };

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

it('an event that is redriven ends no window whose partner is stored and unread', async () => {
  await using world = new World();
  const replica = world.replica('one', byKey);
  await world.place(replica);
  await world.emit('a', { key: 'k8', n: 0 });
  await world.until(() => ledger(replica).deadLettered === 1);
  await world.emit('a', { key: 'k1', n: 1 });
  await world.until(() => ledger(replica).pending === 1);
  await world.tell({ kind: 'suspend', trigger: all });
  await world.clock.advance(1_000);
  await world.emit('b', { key: 'k1', n: 2 });
  await world.clock.advance(60_000);
  await world.tell({ kind: 'redrive', trigger: all, letter: world.letters()[0] as DeadLetter });
  await world.clock.advance(100);
  await world.tell({ kind: 'resume', trigger: all });
  await world.until(() => ledger(replica).fired === 1);
  expect(world.attempts.map(({ template }) => template)).toStrictEqual([[1, 2]]);
  expect(ledger(replica)).toMatchObject({ pending: 1, deadLettered: 1 });
});

it('a trigger that is suspended starts nothing, though the condition was edited so that what waits is enough', async () => {
  await using world = new World();
  const three = { ...byKey.dependencies, c: { event: 'c' } };
  const spec = (when: string, suspended: boolean): ReplicaOptions => ({
    dependencies: three,
    triggers: { all: { when, suspended, template: { code: '({ a, b }) => [a.data.n, b.data.n]' } } },
  });
  const one = world.replica('one', spec('a && b && c', false));
  await world.place(one);
  await world.emit('a', { n: 1 });
  await world.emit('b', { n: 2 });
  await world.until(() => ledger(one).pending === 2);
  await one[Symbol.asyncDispose]();
  const two = world.replica('two', spec('a && b && (c || b)', true));
  await world.place(two);
  await world.clock.advance(30_000);
  expect([world.attempts, ledger(two).pending]).toStrictEqual([[], 1]);
  await world.tell({ kind: 'resume', trigger: all });
});

it('no more is taken than may wait for its records', async () => {
  await using world = new World();
  const replica = world.replica('one', {
    ...byKey,
    correlate: { ...byKey.correlate, within: '24h', maxOpen: 100_000 },
  });
  await world.place(replica);
  world.store.faults = ({ client, kind }) => (client === 'one' && kind === 'append' ? hang : undefined);
  for (let n = 0; n < 25_000; n++) await world.emit('a', { key: `k${n}`, n });
  await world.until(() => ledger(replica).pending > 19_000);
  await world.clock.advance(1_000);
  expect(ledger(replica).pending).toBeLessThan(20_001);
  replica.crash();
});
