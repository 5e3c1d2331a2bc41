import { z } from 'zod';
import type { StoredExpression } from '../expression/stored-expression.ts';
import type { Schema } from '../schema.ts';
import { toSchema, toZod } from '../to-schema.ts';
import { type TriggerSpec, triggerSchema } from '../trigger/trigger.ts';
import type { Collect } from './collect.ts';
import { type CorrelationSpec, correlationSchema } from './correlation.ts';
import { storedExpressionSchema } from './stored-expression.ts';
import { type TimeOfDay, timeOfDaySchema } from './time-of-day.ts';

/** A sensor as a document holds it. */
export interface SensorSpec {
  readonly dependencies: Readonly<Record<string, DependencySpec>>;
  readonly correlate?: CorrelationSpec;
  readonly triggers: Readonly<Record<string, TriggerSpec>>;
}

export interface DependencySpec {
  /** The source's namespace; the sensor's own by default. */
  readonly namespace?: string;
  readonly eventSource: string;
  readonly event: string;
  readonly filter?: StoredExpression;
  readonly transform?: StoredExpression;
  /** What becomes of an event whose filter cannot be evaluated. */
  readonly onFilterError: OnFilterError;
  /** Which part of each day counts, by the events' own time. */
  readonly during?: Required<TimeOfDay>;
  readonly collect: Collect;
  /** How many events a list holds, with `collect: 'all'`; the oldest gives way. */
  readonly maxEvents: number;
}

/** What becomes of an event whose filter cannot be evaluated: it is dead-lettered with the path that was missing, or counted as filtered. */
export type OnFilterError = 'deadLetter' | 'filter';

type Defaulted = 'onFilterError' | 'during' | 'collect' | 'maxEvents';

export const dependencySchema: Schema<
  Omit<DependencySpec, Defaulted> & { readonly during?: TimeOfDay } & Partial<
      Pick<DependencySpec, Exclude<Defaulted, 'during'>>
    >,
  DependencySpec
> = toSchema(
  z.strictObject({
    namespace: z.string().optional(),
    eventSource: z.string(),
    event: z.string(),
    filter: toZod(storedExpressionSchema).optional(),
    transform: toZod(storedExpressionSchema).optional(),
    onFilterError: z.enum(['deadLetter', 'filter']).default('deadLetter'),
    during: toZod(timeOfDaySchema).exactOptional(),
    collect: z.enum(['latest', 'first', 'all']).default('latest'),
    maxEvents: z.int().min(1).default(100),
  }),
);

export const sensorSchema: Schema<unknown, SensorSpec> = toSchema(
  z.strictObject({
    dependencies: z.record(z.string(), toZod(dependencySchema)),
    correlate: toZod(correlationSchema).exactOptional(),
    triggers: z.record(z.string(), toZod(triggerSchema)),
  }) as z.ZodType<SensorSpec, unknown>,
);
