import { z } from 'zod';
import type { Schema } from './schema.ts';
import { type SecretRef, secretRefSchema } from './secret-ref.ts';
import { toSchema, toZod } from './to-schema.ts';

interface ClientTls {
  readonly ca?: SecretRef;
  readonly cert?: SecretRef;
  readonly key?: SecretRef;
  readonly serverName?: string;
}

const secret = toZod(secretRefSchema);

/** Whom a client trusts, and what it shows: the same wherever something is connected to. */
export const clientTlsSchema: Schema<ClientTls> = toSchema(
  z
    .strictObject({
      ca: secret.optional(),
      cert: secret.optional(),
      key: secret.optional(),
      serverName: z.string().min(1).optional(),
    })
    .refine(({ cert, key }) => !cert === !key, { error: "needs 'cert' and 'key' together" }),
);
