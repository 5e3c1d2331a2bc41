import { z } from 'zod';
import type { Schema } from './schema.ts';
import { toSchema } from './to-schema.ts';

/** A key of a Kubernetes Secret, in the worker's namespace. The value itself never reaches a manifest. */
export interface SecretRef {
  readonly name: string;
  readonly key: string;
}

const objectName = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const secretKey = /^(?!\.\.?$)[-._a-zA-Z0-9]+$/;

// The messages hold no value: who writes a secret where its reference belongs should not read it in a log.
export const secretRefSchema: Schema<SecretRef> = toSchema(
  z.strictObject(
    {
      name: z.string().max(253).regex(objectName, { error: 'must be the name of a Kubernetes Secret' }),
      key: z.string().max(253).regex(secretKey, { error: 'must be a key of a Secret: letters, digits, -, _ and .' }),
    },
    {
      error: ({ code, input }) =>
        code === 'invalid_type' && input !== undefined
          ? "must be a reference to a Kubernetes Secret, { name: 'github', key: 'secret' }, never the value itself"
          : undefined,
    },
  ),
);
