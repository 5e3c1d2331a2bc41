import { z } from 'zod';
import { type Duration, windowLengthSchema } from '../duration.ts';
import type { Schema } from '../schema.ts';
import { toSchema, toZod } from '../to-schema.ts';

/** Which events are repeats. */
export interface Dedup {
  /** An event whose source and id were seen so short a time ago is counted as a duplicate; at most `'366d'`. */
  readonly window: Duration;
}

export const dedupSchema: Schema<Dedup> = toSchema(z.strictObject({ window: toZod(windowLengthSchema) }));
