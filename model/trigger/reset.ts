import { z } from 'zod';
import { scheduleSchema } from '../cron/schedule.ts';
import { timeZoneSchema } from '../cron/time-zone.ts';
import type { Schema } from '../schema.ts';
import { toSchema, toZod } from '../to-schema.ts';

/** When a trigger lets go of the events that wait for others. */
export interface Reset {
  /** Cron: five fields (`0 0 * * *`), or six that begin with seconds. */
  readonly schedule: string;
  /** The IANA zone in which `schedule` is meant: `Europe/Oslo`. */
  readonly timeZone?: string;
}

export const resetSchema: Schema<Reset, Required<Reset>> = toSchema(
  z.strictObject({ schedule: toZod(scheduleSchema), timeZone: toZod(timeZoneSchema).default('UTC') }),
);
