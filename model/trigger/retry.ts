import { z } from 'zod';
import { type Duration, durationSchema } from '../duration.ts';
import type { Schema } from '../schema.ts';
import { toSchema, toZod } from '../to-schema.ts';

/** The delay before attempt n + 1 is `duration · factor^(n-1)`, at most `cap`, give or take the share `jitter`. */
export interface Backoff {
  /** How often it is tried at the most, the first time included. */
  readonly steps?: number;
  /** The delay after the first attempt. */
  readonly duration?: Duration;
  /** By how much each delay is longer than the one before. */
  readonly factor?: number;
  /** The longest delay. */
  readonly cap?: Duration;
  /** The share of a delay, 0 to 1, by which it is made longer or shorter at random. */
  readonly jitter?: number;
}

export interface RetrySpec extends Required<Backoff> {}

export const retrySchema: Schema<Backoff, RetrySpec> = toSchema(
  z.strictObject({
    steps: z.int().min(1).default(10),
    duration: toZod(durationSchema).default('1s'),
    factor: z.number().min(1).default(2),
    cap: toZod(durationSchema).default('60s'),
    jitter: z.number().min(0).max(1).default(0.2),
  }),
);
