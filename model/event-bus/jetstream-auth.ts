import { z } from 'zod';
import { InvalidSpecError } from '../invalid-spec-error.ts';
import type { Schema } from '../schema.ts';
import { type SecretRef, secretRefSchema } from '../secret-ref.ts';
import { toSchema, toZod } from '../to-schema.ts';

/** How a client proves to NATS servers who it is: what `natsToken`, `natsUser`, `natsNkey` and `natsCredentials` make. */
export type JetStreamAuth =
  | { readonly method: 'token'; readonly token: SecretRef }
  | { readonly method: 'user'; readonly user: string; readonly password: SecretRef }
  | { readonly method: 'nkey'; readonly seed: SecretRef }
  | { readonly method: 'credentials'; readonly credentials: SecretRef };

/** A user of NATS servers and its password. */
export interface NatsUserOptions {
  readonly user: string;
  readonly password: SecretRef;
}

const secret = toZod(secretRefSchema);

export const jetStreamAuthSchema: Schema<JetStreamAuth> = toSchema(
  z.discriminatedUnion(
    'method',
    [
      z.strictObject({ method: z.literal('token'), token: secret }),
      z.strictObject({ method: z.literal('user'), user: z.string().min(1), password: secret }),
      z.strictObject({ method: z.literal('nkey'), seed: secret }),
      z.strictObject({ method: z.literal('credentials'), credentials: secret }),
    ],
    { error: 'must say who the client is: natsToken, natsUser, natsNkey or natsCredentials' },
  ),
);

/** A token that all clients share. */
export function natsToken(token: SecretRef): JetStreamAuth {
  return { method: 'token', token: toRef(token) };
}

/** A user and its password. */
export function natsUser({ user, password }: NatsUserOptions): JetStreamAuth {
  return { method: 'user', user, password: toRef(password) };
}

/** An nkey, by its seed: `SU...`. */
export function natsNkey(seed: SecretRef): JetStreamAuth {
  return { method: 'nkey', seed: toRef(seed) };
}

/** A credentials file, a user's JWT and its seed, as `nsc generate creds` writes it. */
export function natsCredentials(credentials: SecretRef): JetStreamAuth {
  return { method: 'credentials', credentials: toRef(credentials) };
}

function toRef(secret: SecretRef): SecretRef {
  // without the value: it may be the secret itself
  if (typeof secret !== 'object')
    throw new InvalidSpecError(
      "a credential is a reference, never its value; write the name and the key of a Secret: { name: 'nats', key: 'token' }",
    );
  return secret;
}
