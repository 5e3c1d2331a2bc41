import { connectMemory } from '../event-bus/memory/connect-memory.ts';
import { connectMemoryAdmin } from '../event-bus/memory/connect-memory-admin.ts';
import { MemoryStore } from '../event-bus/memory/store.ts';
import { ManualClock } from '../support/testing/manual-clock.ts';
import { createKeeperMetrics } from './keeper-metrics.ts';
import { declare, KeeperWorld, trigger } from './testing/keeper-world.ts';

const all = declare(trigger('late'));

/** Rounds on a bus that keeps events for an hour, unless it keeps them until they are done with. */
function open(keeps: object = { keepsUntilDone: false, keepsFor: '1h' }): KeeperWorld {
  const clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  const store = new MemoryStore({ clock });
  const bus = connectMemory(store);
  return new KeeperWorld({
    bus: { ...bus, promises: { ...bus.promises, ...keeps } },
    admin: connectMemoryAdmin(store),
    clock,
  });
}

it('it is told how much of the time has passed for which the bus keeps what a trigger is not done with', async () => {
  await using world = open();
  const position = await world.end();
  await world.store({ 'lane/ci/late/late': { position } });
  const used = async () => (await world.round(all)).lags.map(({ retentionUsed }) => retentionUsed);
  expect(await used()).toStrictEqual([0]);
  await world.publish(3);
  await world.clock.advance(1_800_000);
  expect(await used()).toStrictEqual([0.5]);
  await world.store({ 'lane/ci/late/late': { position: await world.end() } });
  expect(await used()).toStrictEqual([0]);
});

it('a bus that keeps events until they are done with tells nothing of it', async () => {
  await using world = open({});
  await world.store({ 'lane/ci/late/late': { position: await world.end() } });
  await world.publish(3);
  const report = await world.round(all);
  expect(report.lags.map(({ pending, retentionUsed }) => [pending, retentionUsed])).toStrictEqual([[3, undefined]]);
  const metrics = createKeeperMetrics();
  metrics.observe(report);
  expect(await metrics.text()).not.toContain('retention_used_ratio{');
});

it('it is a series of each trigger', async () => {
  await using world = open();
  await world.store({ 'lane/ci/late/late': { position: await world.end() } });
  await world.publish(1);
  await world.clock.advance(7_200_000);
  const metrics = createKeeperMetrics();
  metrics.observe(await world.round(all));
  expect(await metrics.text()).toContain(
    '\neventwright_trigger_retention_used_ratio{namespace="ci",sensor="late",trigger="late"} 2\n',
  );
});
