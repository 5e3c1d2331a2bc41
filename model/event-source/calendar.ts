import { z } from 'zod';
import { scheduleSchema } from '../cron/schedule.ts';
import { timeZoneSchema } from '../cron/time-zone.ts';
import { type Duration, durationSchema, isDuration, toMs } from '../duration.ts';
import type { Schema } from '../schema.ts';
import { show, toSchema, toZod } from '../to-schema.ts';

/** One event of a calendar: a cron schedule or an interval, never both. */
export type CalendarEvent = CalendarSchedule | CalendarInterval;

export interface CalendarSchedule extends CalendarScheduleOptions {
  readonly interval?: never;
}

export interface CalendarInterval extends CalendarIntervalOptions {
  readonly schedule?: never;
}

export interface CalendarScheduleOptions {
  /** Cron: five fields (`0 3 * * *`), or six that begin with seconds. */
  readonly schedule: string;
  /** The IANA zone in which `schedule` and dates in `exclusions` are meant: `Europe/Oslo`. */
  readonly timeZone?: string;
  /** Days (`2026-12-24`) and instants (RFC 3339) on which nothing is due. */
  readonly exclusions?: readonly string[];
  /** What becomes of ticks that fell due while no replica ran. */
  readonly catchUp?: CatchUp;
}

export interface CalendarIntervalOptions {
  /** The time from one tick to the next, at least `1s`. Ticks are counted from the Unix epoch. */
  readonly interval: Duration;
  /** What becomes of ticks that fell due while no replica ran. */
  readonly catchUp?: CatchUp;
}

/** What becomes of ticks that fell due while no replica ran. */
export interface CatchUp {
  /** Which of them come after all. */
  readonly ticks?: 'none' | 'last' | 'all';
  /** How old the oldest of them may be. */
  readonly maxAge?: Duration;
}

/** A calendar event's payload; `data` in expressions. */
export interface CalendarTick {
  /** When it was due; RFC 3339. */
  readonly scheduledAt: string;
}

export type CalendarEventSpec =
  | (Required<Omit<CalendarScheduleOptions, 'catchUp'>> & { readonly catchUp: Required<CatchUp> })
  | (Required<Omit<CalendarIntervalOptions, 'catchUp'>> & { readonly catchUp: Required<CatchUp> });

export interface CalendarEventSourceSpec {
  readonly kind: 'calendar';
  readonly events: Readonly<Record<string, CalendarEventSpec>>;
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const day = /^\d{4}-\d{2}-\d{2}$/;

const exclusion = z.string().refine((text) => (day.test(text) || instant.test(text)) && isRealDay(text), {
  error: ({ input }) =>
    `${show(input)} is no day and no instant; write '2026-12-24' or '2026-12-24T03:00:00+01:00' (RFC 3339)`,
});

const interval = toZod(durationSchema).refine((text) => !isDuration(text) || toMs(text) >= 1000, {
  error: ({ input }) => `${show(input)} is too short; the shortest is '1s'`,
});

const catchUp = z
  .strictObject({
    ticks: z.enum(['none', 'last', 'all']).default('last'),
    maxAge: toZod(durationSchema).default('1h'),
  })
  .prefault({});

const onlyOne = z.never({ error: "excludes the other of 'schedule' and 'interval'; keep one" }).optional();

export const calendarEventSchema: Schema<CalendarEvent, CalendarEventSpec> = toSchema(
  z.union(
    [
      z.strictObject({
        schedule: toZod(scheduleSchema),
        timeZone: toZod(timeZoneSchema).default('UTC'),
        exclusions: z.array(exclusion).default([]),
        catchUp,
        interval: onlyOne,
      }),
      z.strictObject({ interval, catchUp, schedule: onlyOne }),
    ],
    { error: "needs either a 'schedule', for example '0 3 * * *', or an 'interval', for example '5m'" },
  ),
);

export const calendarEventSourceSchema: Schema<
  { kind: 'calendar'; events: Record<string, CalendarEvent> },
  CalendarEventSourceSpec
> = toSchema(z.strictObject({ kind: z.literal('calendar'), events: z.record(z.string(), toZod(calendarEventSchema)) }));

function isRealDay(text: string): boolean {
  const date = text.slice(0, 10);
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date) && !Number.isNaN(Date.parse(text));
}
