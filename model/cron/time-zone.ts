import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { show, toSchema } from '../to-schema.ts';

/** A zone of the IANA database. */
export const timeZoneSchema: Schema<string> = toSchema(
  z.string().refine(isTimeZone, {
    error: ({ input }) => `${show(input)} is no time zone; name one of the IANA database, for example 'Europe/Oslo'`,
  }),
);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
