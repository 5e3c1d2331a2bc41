import type { Clock } from '../../support/clock.ts';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import type { Reading } from '../lane/place.ts';
import { LogTime } from './log-time.ts';

function setUp(reader: Partial<Reading> = {}) {
  const manual = new ManualClock();
  let timers = 0;
  const clock: Clock = {
    now: () => manual.now(),
    schedule: (delayMs, run) => {
      timers++;
      return manual.schedule(delayMs, run);
    },
  };
  const place = {
    reader: { position: 'log:5', atEnd: true, storedAt: 0, refresh() {}, ...reader },
    reaches: () => true,
  };
  const end = Promise.withResolvers<string>();
  const told: (readonly [now: number, until: number])[] = [];
  const time = new LogTime({
    lane: { place } as never,
    clock,
    logEnd: () => end.promise,
    passed: (until) => {
      told.push([clock.now(), until]);
      return Number.POSITIVE_INFINITY;
    },
  });
  return { clock: manual, time, told, answer: () => end.resolve('log:5'), timers: () => timers };
}

describe("a log's time", () => {
  it('at its end is that of the clock, once the bus has said where the end is', async () => {
    const { clock, time, told, answer } = setUp();
    time.wait(1_000);
    await clock.advance(5_000);
    expect(told).toStrictEqual([]);
    answer();
    await clock.advance(100);
    expect(told).toStrictEqual([[5_000, 1_000]]);
  });

  it('before its end is that of the message that was read last', async () => {
    const { clock, time, told } = setUp({ atEnd: false, storedAt: 700 });
    time.wait(1_000);
    await clock.advance(5_000);
    expect(told).toStrictEqual([[1_100, 700]]);
  });

  it('that is disposed sets no timer any more, also where it waits to hear of the end', async () => {
    const waiting = setUp();
    waiting.time.wait(1_000);
    waiting.time[Symbol.dispose]();
    const asking = setUp();
    asking.time.wait(1_000);
    await asking.clock.advance(1_150);
    const before = asking.timers();
    asking.time[Symbol.dispose]();
    asking.answer();
    for (const { clock } of [waiting, asking]) await clock.advance(60_000);
    expect([waiting.timers(), asking.timers() - before]).toStrictEqual([1, 0]);
    expect([waiting.told, asking.told]).toStrictEqual([[], []]);
  });
});
