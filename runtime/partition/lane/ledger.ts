import type { TriggerName } from '../../support/observation.ts';

/** What became of the events that a trigger took. A lane stores it with its position, so it is exact after a crash. */
export interface Counts {
  accepted: number;
  fired: number;
  filtered: number;
  deadLettered: number;
}

/** A trigger's ledger over the partitions that are owned here: `accepted = fired + filtered + deadLettered + pending`. */
export interface TriggerCounts extends Readonly<Counts> {
  readonly trigger: TriggerName;
  /** Taken and not yet settled: running, waiting for another attempt, or parked. */
  readonly pending: number;
}

export const noCounts: Readonly<Counts> = { accepted: 0, fired: 0, filtered: 0, deadLettered: 0 };

export function sumCounts(
  trigger: TriggerName,
  lanes: Iterable<{ readonly counts: Readonly<Counts>; readonly pending: number }>,
): TriggerCounts {
  let [accepted, fired, filtered, deadLettered, pending] = [0, 0, 0, 0, 0];
  for (const lane of lanes) {
    accepted += lane.counts.accepted;
    fired += lane.counts.fired;
    filtered += lane.counts.filtered;
    deadLettered += lane.counts.deadLettered;
    pending += lane.pending;
  }
  return { trigger, accepted, fired, filtered, deadLettered, pending };
}
