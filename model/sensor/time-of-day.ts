import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { toSchema } from '../to-schema.ts';

/** A part of each day. */
export interface TimeOfDay {
  /** The first moment: `09:00` or `09:00:30`. */
  readonly start: string;
  /** The first moment that is outside. One that lies before `start` is of the next day. */
  readonly stop: string;
  /** The IANA zone in which they are meant: `Europe/Oslo`. */
  readonly timeZone?: string;
}

export const timeOfDaySchema: Schema<TimeOfDay, Required<TimeOfDay>> = toSchema(
  z.strictObject({ start: z.string(), stop: z.string(), timeZone: z.string().default('UTC') }),
);
