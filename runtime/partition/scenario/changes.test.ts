import { ledger, type Replica, type ReplicaOptions, range, type Target, World } from './world.ts';

const by = (code: string) => ({ push: { code }, other: { code: '({ data }) => data.key' } });
const correlate = (code: string): ReplicaOptions['correlate'] => ({
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
const byFive: ReplicaOptions = { ...joined, correlate: correlate('({ data }) => `k${data.n % 5}`') };
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
