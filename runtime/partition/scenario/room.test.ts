import { hang } from '../../event-bus/memory/fault.ts';
import { ledger, type ReplicaOptions, range, type Target, World } from './world.ts';

const both = {
  dependencies: { a: { event: 'a' }, b: { event: 'b' } },
  triggers: { all: { when: 'a && b', template: { code: '({ a, b }) => [a.data.n, b.data.n]' } } },
} satisfies ReplicaOptions;

async function emitPair(world: World, n: number): Promise<void> {
  for (const event of ['a', 'b']) await world.emit(event, { n });
}

it('a trigger of which 10,000 executions are parked takes nothing more, until they are fewer', async () => {
  await using world = new World();
  let isTaken = false;
  // every other is taken at once, so that the target is not held to be away
  const target: Target = ({ n }) => (n % 2 === 0 || isTaken ? { kind: 'done' } : { kind: 'retry', reason: 'not yet' });
  const retry = { steps: 100, duration: '1h', factor: 1, cap: '1h', jitter: 0 } as const;
  const a = world.replica('a', { target, triggers: { all: { retry } } });
  await world.place(a);
  await world.publish(...range(0, 24_000));
  await world.clock.advance(60_000);
  const { accepted, pending } = ledger(a);
  // those that were under way when the last was parked come on top
  expect([pending >= 10_000, pending < 11_000, accepted < 22_000]).toStrictEqual([true, true, true]);
  isTaken = true;
  await world.clock.advance(3_660_000);
  expect(ledger(a)).toMatchObject({ accepted: 24_000, fired: 24_000, pending: 0 });
}, 60_000);

it('executions whose records were under way when their partition was lost take no room from others', async () => {
  await using world = new World();
  const options = { ...both, maxInFlight: 1 };
  const a = world.replica('a', options);
  const b = world.replica('b', options);
  await world.place(a);
  const { faults } = world.store;
  world.store.faults = (operation) =>
    operation.client === 'a' && operation.kind === 'append' ? hang : faults?.(operation);
  await emitPair(world, 1);
  await world.clock.advance(1_000);
  await world.place(b);
  await world.until(() => ledger(b).fired === 1);
  a.partitions.place([]);
  await world.clock.advance(60_000);
  world.store.faults = faults;
  b.partitions.place([]);
  await world.clock.advance(60_000);
  await world.place(a);
  await emitPair(world, 2);
  await world.clock.advance(60_000);
  expect(world.attempts.map(({ replica, template }) => [replica, template])).toStrictEqual([
    ['b', [1, 1]],
    ['a', [2, 2]],
  ]);
});
