import type { Subject } from '../../support/observation.ts';
import type { Lane, LaneWork } from '../lane/lane.ts';
import type { Arrival } from '../work/arrival.ts';
import type { Work } from '../work/work.ts';

/** An execution under way in this process. */
export interface Run extends LaneWork {
  readonly lane: Lane;
  /** Attempts that ended, also those that met a busy target; what an owner before may have tried has one at least. */
  tries: number;
  /** How long it has waited between attempts in this process. */
  waitedMs: number;
  /** It waits for its next attempt. */
  waiting: boolean;
  /** When the attempt that runs times out. */
  deadline: number;
  /** Of the attempt that runs. */
  controller: AbortController | undefined;
  /** Told once the attempt that runs has ended, whatever came of it. */
  ended: (() => void) | undefined;
}

export function createRun(
  lane: Lane,
  { stored, address }: Arrival,
  { executionId, template }: Pick<Work, 'executionId' | 'template'>,
): Run {
  return {
    lane,
    offset: stored.offset,
    before: '',
    finished: false,
    parked: false,
    address,
    event: stored.event,
    storedAt: stored.storedAt,
    executionId,
    template,
    attempts: 0,
    tries: 0,
    notBefore: 0,
    waitedMs: 0,
    waiting: false,
    deadline: 0,
    controller: undefined,
    ended: undefined,
  };
}

/** An execution that is stored before it starts. */
export function storedRun(lane: Lane, work: Work): Run {
  return { ...resumeRun(lane, work), tries: 0 };
}

export function resumeRun(lane: Lane, work: Work): Run {
  return {
    ...work,
    lane,
    tries: Math.max(work.attempts, 1),
    before: '',
    finished: true,
    parked: true,
    waitedMs: 0,
    waiting: false,
    deadline: 0,
    controller: undefined,
    ended: undefined,
  };
}

/** What an execution is about, as observations tell it. */
export function subjectOf({ lane, address, event, storedAt, offset }: Run): Subject {
  return { trigger: lane.trigger, address, event, storedAt, offset };
}
