import { z } from 'zod';
import { type Duration, windowLengthSchema } from '../duration.ts';
import type { StoredExpression } from '../expression/stored-expression.ts';
import type { Schema } from '../schema.ts';
import { toSchema, toZod } from '../to-schema.ts';
import { storedExpressionSchema } from './stored-expression.ts';

/** How long events wait for those that belong to them, and what becomes of them then. */
export interface WindowOptions {
  /** How long the first event of a key waits for the others, at most `'366d'`. A `!name` in a condition is decided when it ends. */
  readonly within: Duration;
  /** What becomes of events whose condition is false when their window ends. */
  readonly onTimeout?: OnTimeout;
  /**
   * How many keys a trigger may hold open in one partition of its worker. A further one closes the oldest, as if its
   * window had ended.
   */
  readonly maxOpen?: number;
}

/** They are dead-lettered with what was missing, or counted as expired. */
export type OnTimeout = 'deadLetter' | 'drop';

/** How events that belong together find each other, as a document holds it. */
export interface CorrelationSpec extends Required<WindowOptions> {
  /** The key of each dependency's events, a text or a number. Events with equal keys meet. */
  readonly by: Readonly<Record<string, StoredExpression>>;
}

const window = {
  within: toZod(windowLengthSchema),
  onTimeout: z.enum(['deadLetter', 'drop']).default('deadLetter'),
  maxOpen: z.int().min(1).default(100_000),
};

export const windowSchema: Schema<WindowOptions, Required<WindowOptions>> = toSchema(z.strictObject(window));

export const correlationSchema: Schema<WindowOptions & Pick<CorrelationSpec, 'by'>, CorrelationSpec> = toSchema(
  z.strictObject({ by: z.record(z.string(), toZod(storedExpressionSchema)), ...window }),
);
