import { InvalidSpecError } from '../invalid-spec-error.ts';
import { printName } from './print-literal.ts';
import { readStored } from './read-stored.ts';
import type { StoredExpression } from './stored-expression.ts';
import { firstMismatch, type TemplateSchema } from './template-schema.ts';
import { type Shape, toShape } from './template-shape.ts';

/**
 * Checks what a template writes out against the JSON Schema of the action's request: misspelt fields, missing ones,
 * constants of a wrong type. What comes from an event is left to the types. Throws an `InvalidSpecError`.
 */
export function checkTemplate(stored: StoredExpression, schema: TemplateSchema, at: string): void {
  const shape: Shape = toShape(readStored(stored, at).main);
  const mismatch = firstMismatch(shape, { schema, root: schema });
  if (!mismatch) return;
  const path = mismatch.path.map((key) => (/^[\d']/.test(printName(key)) ? `[${printName(key)}]` : `.${key}`)).join('');
  throw new InvalidSpecError(`${at}${path}: ${mismatch.what}`);
}
