/** The times of the protocol by which replicas share partitions. All replicas of a worker must have the same. */
export interface Timing {
  /** How often a replica announces itself. */
  readonly announceMs: number;
  /** Who has not announced itself for this long is dead. */
  readonly silenceMs: number;
  /** An action starts only this long after an append was sent that counted. */
  readonly actWithinMs: number;
  /** How long a new owner waits before it acts, unless the former one has released. Longer than `actWithinMs`. */
  readonly successorWaitMs: number;
  /** An append without an answer for this long is looked up in the journal. */
  readonly settleMs: number;
  /** The pause before the first repetition of what failed. It doubles up to `settleMs`. */
  readonly retryMs: number;
  /** How long a claim waits for an owner that is at work to release. Longer than actions take to drain. */
  readonly handOverMs: number;
  /** The shortest pause of who lost a partition, before it claims it again. It doubles up to `silenceMs`. */
  readonly claimPauseMs: number;
}

export const defaultTiming: Timing = {
  announceMs: 2_000,
  silenceMs: 8_000,
  actWithinMs: 4_000,
  successorWaitMs: 5_000,
  settleMs: 2_000,
  retryMs: 100,
  handOverMs: 30_000,
  claimPauseMs: 2_500,
};

/**
 * How long to wait before claiming again what was lost `losses` times in a row: long enough for two replicas that
 * disagree to hear of each other, and not equally long for both. `random` yields 0 to 1.
 */
export function pauseAfterLoss(losses: number, timing: Timing, random: () => number): number {
  const ms = Math.min(timing.claimPauseMs * 2 ** Math.max(0, losses - 1), timing.silenceMs);
  return ms * (1 + random());
}
