import { z } from 'zod';
import type { StoredExpression } from '../expression/stored-expression.ts';
import type { Json } from '../json.ts';
import type { Schema } from '../schema.ts';
import { toSchema } from '../to-schema.ts';

const json = z.json() as z.ZodType<Json, Json>;

// It refers to itself, so its type cannot be inferred.
const storedExpression: z.ZodType<StoredExpression, StoredExpression> = z.strictObject({
  code: z.string(),
  bind: z.record(z.string(), json).exactOptional(),
  get helpers() {
    return z.record(z.string(), storedExpression).exactOptional();
  },
});

export const storedExpressionSchema: Schema<StoredExpression> = toSchema(storedExpression);
