import type { BusHealth } from '../event-bus/contract.ts';
import { ManualClock } from '../support/testing/manual-clock.ts';
import { startHealth } from './health.ts';

const never = () => new Promise<BusHealth>(() => {});

it('a replica is not ready before the bus has answered', async () => {
  using health = startHealth({ bus: { health: never }, clock: new ManualClock(), conditions: [] });
  expect(health.readiness()).toStrictEqual({ ready: false, reasons: ['the event bus has not answered yet'] });
});

it('a replica is ready while a quorum write works', async () => {
  const clock = new ManualClock();
  using health = startHealth({ bus: { health: async () => ({ ready: true }) }, clock, conditions: [() => []] });
  await clock.advance(60_000);
  expect(health.readiness()).toStrictEqual({ ready: true, reasons: [] });
});

it('says so when the bus lost its quorum, and again when it came back', async () => {
  const clock = new ManualClock();
  let answer: BusHealth = { ready: true };
  using health = startHealth({ bus: { health: async () => answer }, clock, conditions: [] });
  answer = { ready: false, reason: 'no quorum' };
  await clock.advance(5_000);
  const during = health.readiness();
  answer = { ready: true };
  await clock.advance(5_000);
  expect([during, health.readiness()]).toStrictEqual([
    { ready: false, reasons: ['the event bus is not ready: no quorum'] },
    { ready: true, reasons: [] },
  ]);
});

it('an answer that fails is a reason', async () => {
  const clock = new ManualClock();
  using health = startHealth({ bus: { health: () => Promise.reject(new Error('gone')) }, clock, conditions: [] });
  await clock.advance(0);
  expect(health.readiness().reasons).toStrictEqual(['the event bus is not ready: gone']);
});

it('an answer older than 15 s counts as none', async () => {
  const clock = new ManualClock();
  let calls = 0;
  const bus = { health: () => (calls++ === 0 ? Promise.resolve({ ready: true }) : never()) };
  using health = startHealth({ bus, clock, conditions: [] });
  await clock.advance(15_000);
  const fresh = health.readiness();
  await clock.advance(5_000);
  expect([fresh.ready, health.readiness()]).toStrictEqual([
    true,
    { ready: false, reasons: ['the event bus has not answered for 20 s'] },
  ]);
});

it('lists every reason, draining first', async () => {
  const clock = new ManualClock();
  const conditions = [() => ['ci/github does not listen'], () => [], () => ['no partition is owned']];
  using health = startHealth({ bus: { health: async () => ({ ready: true }) }, clock, conditions });
  await clock.advance(0);
  health.drain();
  expect(health.readiness().reasons).toStrictEqual([
    'the process is draining',
    'ci/github does not listen',
    'no partition is owned',
  ]);
});
