import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { toSchema } from '../to-schema.ts';

/** Writes what the template made to the worker's log. */
export interface LogOptions {
  /** The level of the line. */
  readonly level?: 'debug' | 'info' | 'warn';
}

export interface LogActionSpec extends Required<LogOptions> {
  readonly kind: 'log';
}

export const logActionSchema: Schema<LogOptions & { readonly kind: 'log' }, LogActionSpec> = toSchema(
  z.strictObject({ kind: z.literal('log'), level: z.enum(['debug', 'info', 'warn']).default('info') }),
);
