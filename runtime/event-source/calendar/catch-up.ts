import { toMs } from '../../../model/duration.ts';
import type { CalendarEventSpec } from '../../../model/event-source/calendar.ts';
import type { Schedule } from './schedule.ts';

/** What is known when a schedule is taken up again. Times are in milliseconds since 1970. */
export interface Absence {
  /** Up to here every tick was dealt with. */
  readonly handledUntil: number;
  /** Ticks since then did not pass for want of a process: they are due whatever the policy says. */
  readonly aliveSince: number;
  readonly now: number;
}

/**
 * The time behind which ticks are due: of those that passed while no process ran, what the policy says; and every one
 * since. So an event bus that was away costs no tick, not even with `none`.
 */
export function resumeAfter(schedule: Schedule, policy: CalendarEventSpec['catchUp'], absence: Absence): number {
  const { handledUntil, now } = absence;
  const gapEnd = Math.min(absence.aliveSince, now);
  if (handledUntil >= gapEnd) return handledUntil;
  if (policy.ticks === 'none') return gapEnd;
  const oldest = Math.min(Math.max(handledUntil, now - toMs(policy.maxAge)), gapEnd);
  if (policy.ticks === 'all') return oldest;
  const last = schedule.previous(gapEnd + 1) ?? 0;
  return last > oldest ? last - 1 : gapEnd;
}
