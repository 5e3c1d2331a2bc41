import { z } from 'zod';
import { timeZoneSchema } from '../cron/time-zone.ts';
import type { Schema } from '../schema.ts';
import { show, toSchema, toZod } from '../to-schema.ts';

/** A part of each day. */
export interface TimeOfDay {
  /** The first moment: `09:00` or `09:00:30`. */
  readonly start: string;
  /** The first moment that is outside. One that lies before `start` is of the next day. */
  readonly stop: string;
  /** The IANA zone in which they are meant: `Europe/Oslo`. */
  readonly timeZone?: string;
}

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, {
  error: ({ input }) => `${show(input)} is no time of day; write it like '09:00' or '09:00:30', at most '23:59:59'`,
});

export const timeOfDaySchema: Schema<TimeOfDay, Required<TimeOfDay>> = toSchema(
  z
    .strictObject({ start: clock, stop: clock, timeZone: toZod(timeZoneSchema).default('UTC') })
    .check(({ value: { start, stop }, issues }) => {
      if (withSeconds(start) !== withSeconds(stop)) return;
      const message = `${show(stop)} is when it starts, and no event would count; write another, or take 'during' out for the whole day`;
      issues.push({ code: 'custom', input: stop, path: ['stop'], message });
    }),
);

function withSeconds(time: string): string {
  return time.length === 5 ? `${time}:00` : time;
}
