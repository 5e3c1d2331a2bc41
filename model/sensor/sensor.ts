import { z } from 'zod';
import type { StoredExpression } from '../expression/stored-expression.ts';
import type { Schema } from '../schema.ts';
import { toSchema, toZod } from '../to-schema.ts';
import { type TriggerSpec, triggerSchema } from '../trigger/trigger.ts';
import { storedExpressionSchema } from './stored-expression.ts';

/** A sensor as a document holds it. */
export interface SensorSpec {
  readonly dependencies: Readonly<Record<string, DependencySpec>>;
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
}

/** What becomes of an event whose filter cannot be evaluated: it is dead-lettered with the path that was missing, or counted as filtered. */
export type OnFilterError = 'deadLetter' | 'filter';

export const dependencySchema: Schema<
  Omit<DependencySpec, 'onFilterError'> & { readonly onFilterError?: OnFilterError },
  DependencySpec
> = toSchema(
  z.strictObject({
    namespace: z.string().optional(),
    eventSource: z.string(),
    event: z.string(),
    filter: toZod(storedExpressionSchema).optional(),
    transform: toZod(storedExpressionSchema).optional(),
    onFilterError: z.enum(['deadLetter', 'filter']).default('deadLetter'),
  }),
);

export const sensorSchema: Schema<unknown, SensorSpec> = toSchema(
  z.strictObject({
    dependencies: z.record(z.string(), toZod(dependencySchema)),
    triggers: z.record(z.string(), toZod(triggerSchema)),
  }) as z.ZodType<SensorSpec, unknown>,
);
