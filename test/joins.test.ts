import { joinBuses } from '../bench/chaos/joins/bus.ts';
import { runKeyed } from '../bench/chaos/joins/keyed.ts';
import { runUnkeyed } from '../bench/chaos/joins/unkeyed.ts';

const buses = Object.entries(joinBuses).map(([kind, startBus]) => ({ kind, startBus }));
const killed = { workers: 4, killEveryMs: 2_000, tell() {} };

describe('four replicas of the runtime as it ships, killed while events that belong together come in', () => {
  it.each(buses)(
    'make one execution of each key on $kind, and one dead letter of what stays alone, none early',
    async ({ startBus }) => {
      const { repeats, latestMs, calmLetters, latestCalmMs, kills, seconds, ...came } = await runKeyed({
        ...killed,
        startBus,
        seed: 1,
        keys: 100,
        lonely: 20,
        within: '25s',
        ratePerSecond: 30,
        killForMs: 4_000,
      });
      expect(came).toStrictEqual({
        seed: 1,
        keys: 100,
        pairs: 100,
        missing: 0,
        wrong: 0,
        executions: 100,
        lonely: 20,
        letters: 20,
        wrongLetters: 0,
      });
      expect(kills).toBeGreaterThan(2);
    },
    300_000,
  );

  it.each(buses)(
    'make of events that all meet on $kind the pairs that one thread makes of the log',
    async ({ startBus }) => {
      const { repeats, seconds, kills, ...came } = await runUnkeyed({
        ...killed,
        startBus,
        seed: 1,
        events: 2_000,
        ratePerSecond: 200,
        killForMs: 10_000,
      });
      const { expected } = came;
      expect(came).toStrictEqual({
        seed: 1,
        events: 2_000,
        expected,
        pairs: expected,
        missing: 0,
        wrong: 0,
        executions: expected,
      });
      expect(expected).toBeGreaterThan(500);
      expect(kills).toBeGreaterThan(2);
    },
    300_000,
  );
});
