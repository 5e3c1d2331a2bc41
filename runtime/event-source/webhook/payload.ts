import { InvalidSpecError } from '../../../model/invalid-spec-error.ts';
import type { Json } from '../../../model/json.ts';
import { Refusal } from './refusal.ts';

/** Throws a `Refusal` where a payload does not fit: 422, with the JSON pointer to the first place that is wrong. */
export type PayloadCheck = (data: unknown) => void;

/** Compiles a JSON Schema, draft 2020-12. Rejects with an `InvalidSpecError` where it is none. */
export async function compilePayload(schema: Json | undefined, at: string): Promise<PayloadCheck> {
  if (schema === undefined || isEmpty(schema)) return () => {};
  // A bundle holds a CommonJS module under its default alone.
  const { Ajv2020 } = (await import('ajv/dist/2020.js')).default;
  // Formats are annotations in this draft, and schemas of other libraries carry keywords of their own.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, ownProperties: true, logger: false });
  const validate = compile();
  return (data) => {
    if (fits(data)) return;
    const { instancePath: pointer = '', message = 'it does not fit' } = validate.errors?.[0] ?? {};
    throw new Refusal(422, `the payload does not fit its schema: ${pointer || 'it'} ${message}`, { pointer });
  };

  function compile() {
    try {
      return ajv.compile(schema as object | boolean);
    } catch (cause) {
      throw new InvalidSpecError(`${at}: payload: ${(cause as Error).message}, use JSON Schema draft 2020-12`, {
        cause,
      });
    }
  }

  function fits(data: unknown): boolean {
    try {
      return validate(data) === true;
    } catch (error) {
      if (error instanceof RangeError) throw new Refusal(422, 'the payload is nested too deeply', { pointer: '' });
      throw error;
    }
  }
}

function isEmpty(schema: Json): boolean {
  return schema === true || (typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0);
}
