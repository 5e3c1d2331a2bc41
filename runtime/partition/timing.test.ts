import { defaultTiming, pauseAfterLoss } from './timing.ts';

describe('the times of the protocol', () => {
  it('let a former owner stop before its successor begins, and a silence hold several announcements', () => {
    const { actWithinMs, successorWaitMs, announceMs, silenceMs } = defaultTiming;
    expect(successorWaitMs).toBeGreaterThan(actWithinMs);
    expect(silenceMs).toBeGreaterThanOrEqual(4 * announceMs);
  });

  it('keep two that lose to each other apart for longer and longer', () => {
    const pauses = [1, 2, 3, 9].map((losses) =>
      [0, 1].map((random) => pauseAfterLoss(losses, defaultTiming, () => random)),
    );
    expect(pauses).toStrictEqual([
      [2_500, 5_000],
      [5_000, 10_000],
      [8_000, 16_000],
      [8_000, 16_000],
    ]);
  });
});
