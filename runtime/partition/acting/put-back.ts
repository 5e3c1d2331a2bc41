import { toShare } from '../../../model/hash.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import type { Admission } from '../../sensor/join/admit.ts';
import type { Decision } from '../../sensor/step.ts';
import { decideOnJoined } from '../join/to-work.ts';
import type { Work } from '../lane/parked.ts';
import { Arrival } from '../reading/arrival.ts';

/** One of so many partitions. */
export interface PartitionPlace {
  readonly index: number;
  readonly count: number;
}

/** An event that was given up, as it arrives again. */
export function toArrival(work: Work, count: number): Arrival {
  return new Arrival({ ...work, position: '' }, count);
}

/** Whether what is put back is this partition's to do: of an event that has to meet others, every partition is told. */
export function concerns(trigger: CompiledTrigger, work: Work, { index, count }: PartitionPlace): boolean {
  if (work.joined) return toShare(work.joined.executionId, count) === index;
  return !trigger.joined || toArrival(work, count).partitionsOf(trigger).includes(index);
}

/** What follows, under the rules of today. */
export function decideAnew(
  trigger: CompiledTrigger,
  work: Work,
  { index, count }: PartitionPlace,
): Decision | Admission {
  if (work.joined) return decideOnJoined(trigger, work.joined);
  const arrival = toArrival(work, count);
  return trigger.joined ? arrival.admit(trigger, index) : arrival.decide(trigger);
}
