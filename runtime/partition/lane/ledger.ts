import type { TriggerName } from '../../../model/trigger/trigger-name.ts';

/**
 * What became of the events that a trigger took; where several of its dependencies take one, it counts for each. A lane
 * stores it with its position, so it is exact after a crash.
 */
export interface Counts {
  accepted: number;
  fired: number;
  filtered: number;
  joined: number;
  superseded: number;
  duplicate: number;
  expired: number;
  reset: number;
  deadLettered: number;
}

/** A trigger's ledger over the partitions that are owned here: what was accepted is the sum of all others. */
export interface TriggerCounts extends Readonly<Counts> {
  readonly trigger: TriggerName;
  /** Taken and not yet settled: waiting for others or for another attempt, running, or parked. */
  readonly pending: number;
}

export const noCounts: Readonly<Counts> = {
  accepted: 0,
  fired: 0,
  filtered: 0,
  joined: 0,
  superseded: 0,
  duplicate: 0,
  expired: 0,
  reset: 0,
  deadLettered: 0,
};

export function sumCounts(
  trigger: TriggerName,
  lanes: Iterable<{ readonly counts: Readonly<Counts>; readonly pending: number }>,
): TriggerCounts {
  const sum = { ...noCounts, pending: 0 };
  for (const lane of lanes) {
    for (const outcome of Object.keys(noCounts) as (keyof Counts)[]) sum[outcome] += lane.counts[outcome];
    sum.pending += lane.pending;
  }
  return { trigger, ...sum };
}
