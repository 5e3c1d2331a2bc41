import type { StandardJSONSchemaV1 } from '@standard-schema/spec';

/**
 * The schema of a payload: any Standard JSON Schema (zod 4.2 or later, ArkType, Valibot's `toStandardJsonSchema`).
 * The type is the schema's input: the bytes on the bus are the sender's, checked and never rewritten.
 */
export type PayloadSchema<T> = StandardJSONSchemaV1<T, unknown>;

/** An event whose payload may have a schema. */
export interface PayloadOption<T> {
  /** The payload's schema. Without one, `data` is `unknown`, and any payload is accepted. */
  readonly payload?: PayloadSchema<T>;
}

/**
 * A payload whose type is known and that nobody checks when it arrives.
 * @example
 * payload: unchecked<{ zen: string }>()
 */
export function unchecked<T>(): PayloadSchema<T> {
  const jsonSchema = { input: () => ({}), output: () => ({}) };
  return { '~standard': { version: 1, vendor: 'eventwright', jsonSchema } };
}
