import { z } from 'zod';
import { type Duration, durationSchema } from './duration.ts';
import type { Schema } from './schema.ts';
import { toSchema, toZod } from './to-schema.ts';

/** How Prometheus finds and asks the pods. */
export interface PodMonitorOptions {
  /** Labels by which a Prometheus selects it. */
  readonly labels?: Readonly<Record<string, string>>;
  /** How often. Absent: as Prometheus is told. */
  readonly interval?: Duration;
}

/** `true` is `{}`. */
export const podMonitorSchema: Schema<boolean | PodMonitorOptions> = toSchema(
  z.union([
    z.boolean(),
    z.strictObject({
      labels: z.record(z.string(), z.string()).optional(),
      interval: toZod(durationSchema).optional(),
    }),
  ]),
);
