import { Cron } from 'croner';
import { toMs } from '../../../model/duration.ts';
import type { CalendarEventSpec } from '../../../model/event-source/calendar.ts';
import { toExclusion } from './exclusion.ts';

/** When something is due. Times are in milliseconds since 1970. */
export interface Schedule {
  /** For people, and to tell whether it was edited: `0 3 * * * Europe/Oslo`, `every 5m`. */
  readonly text: string;
  /** The first tick behind a time; `undefined` where none follows. */
  next(after: number): number | undefined;
  /** The last tick before a time. */
  previous(before: number): number | undefined;
}

/**
 * Cron in its zone, or an interval counted from the Unix epoch, so that every replica means the same ticks. Where clocks
 * go forward, a schedule with one fixed time of day is due right after the gap, and others skip what the gap swallows;
 * where they go back, it is due once, and others are due in both hours.
 */
export function toSchedule(spec: CalendarEventSpec): Schedule {
  return 'interval' in spec ? toInterval(spec) : toCron(spec);
}

function toInterval({ interval }: Extract<CalendarEventSpec, { interval: unknown }>): Schedule {
  const everyMs = toMs(interval);
  return {
    text: `every ${interval}`,
    next: (after) => (Math.floor(after / everyMs) + 1) * everyMs,
    previous: (before) => (Math.ceil(before / everyMs) - 1) * everyMs,
  };
}

function toCron({ schedule, timeZone, exclusions }: Extract<CalendarEventSpec, { schedule: unknown }>): Schedule {
  const cron = new Cron(schedule, { mode: '5-or-6-parts', timezone: timeZone });
  const isExcluded = toExclusion(exclusions, timeZone);
  return {
    text: `${schedule} ${timeZone}`,
    next: (after) => firstKept(after, (time) => cron.nextRun(time)),
    previous: (before) => firstKept(before, (time) => cron.previousRuns(1, time)[0]),
  };

  function firstKept(start: number, step: (time: Date) => Date | null | undefined): number | undefined {
    let tick = step(new Date(start))?.getTime();
    while (tick !== undefined && isExcluded(tick)) tick = step(new Date(tick))?.getTime();
    return tick;
  }
}
