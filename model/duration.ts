import { z } from 'zod';
import type { Schema } from './schema.ts';
import { show, toSchema } from './to-schema.ts';

/** A length of time with its unit: `'500ms'`, `'30s'`, `'5m'`, `'1.5h'`, `'7d'`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const pattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
const longestWindow = '366d';

export const durationSchema: Schema<Duration> = toSchema(someDuration());

/** How long events are waited for, or remembered: from `'1ms'` to `'366d'`. */
export const windowLengthSchema: Schema<Duration> = toSchema(
  someDuration("is missing; say how long, for example '30m'")
    .refine((text) => !isDuration(text) || toMs(text) >= 1, {
      error: ({ input }) => `${show(input)} is too short; the shortest is '1ms'`,
    })
    .refine((text) => !isDuration(text) || toMs(text) <= toMs(longestWindow), {
      error: ({ input }) => `${show(input)} is too long; the longest is '${longestWindow}'`,
    }),
);

export function isDuration(value: unknown): value is Duration {
  return typeof value === 'string' && pattern.test(value);
}

/** A duration in milliseconds. Throws a `RangeError` where the text is none. */
export function toMs(duration: Duration): number {
  const [, amount, unit] = pattern.exec(duration) ?? [];
  if (!amount) throw new RangeError(noDuration(duration));
  return Number(amount) * unitMs[unit as keyof typeof unitMs];
}

function someDuration(missing?: string): z.ZodType<Duration, Duration> {
  return z
    .string({ error: ({ input }) => (input === undefined ? missing : noDuration(input)) })
    .regex(pattern, { error: ({ input }) => noDuration(input) }) as unknown as z.ZodType<Duration, Duration>;
}

function noDuration(value: unknown): string {
  return `${show(value)} is not a duration; write a number and a unit, for example '30s'`;
}
