import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import { InvalidSpecError } from './invalid-spec-error.ts';
import type { Json } from './json.ts';

/**
 * Checks a value and fills in its defaults. Any library's schema is one, where it follows Standard Schema and
 * Standard JSON Schema (zod 4.2 or later, ArkType).
 */
export interface Schema<In, Out = In> {
  readonly '~standard': StandardSchemaV1.Props<In, Out> & StandardJSONSchemaV1.Props<In, Out>;
}

/** JSON Schema, draft 2020-12. */
export type JsonSchema = { readonly [keyword: string]: Json };

/**
 * What the value says, with its defaults. Throws an `InvalidSpecError` that begins with `at` and names each option
 * that is wrong, its value, what is allowed.
 */
export function parseSpec<Out>(schema: Schema<unknown, Out>, value: unknown, at: string): Out {
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise) throw new TypeError(`${at}: its schema answers later; a schema must answer at once`);
  if (result.issues) throw new InvalidSpecError(result.issues.map((issue) => `${at}: ${toSentence(issue)}`).join('\n'));
  return result.value;
}

/** The JSON Schema of what a user writes. Throws where the schema can say none. */
export function toJsonSchema(schema: StandardJSONSchemaV1): JsonSchema {
  if (!schema['~standard']?.jsonSchema) throw new TypeError('it does not follow Standard JSON Schema, as zod 4.2 does');
  const { $schema: _, ...keywords } = schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
  return keywords as JsonSchema;
}

function toSentence({ path = [], message }: StandardSchemaV1.Issue): string {
  const where = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.');
  if (where === '') return message;
  return /^(there is no |[A-Z])/.test(message) ? `${where}: ${message}` : `${where} ${message}`;
}
