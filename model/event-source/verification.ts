import { z } from 'zod';
import { headerName } from '../header-name.ts';
import { InvalidSpecError } from '../invalid-spec-error.ts';
import type { Schema } from '../schema.ts';
import { type SecretRef, secretRefSchema } from '../secret-ref.ts';
import { toSchema, toZod } from '../to-schema.ts';

/** How a request proves who sent it. Of several secrets each is valid, so that one can be rotated. */
export type Verification =
  | 'none'
  | { readonly scheme: 'bearer'; readonly secrets: readonly SecretRef[] }
  | { readonly scheme: 'basic'; readonly username: string; readonly secrets: readonly SecretRef[] }
  | {
      readonly scheme: 'hmac';
      readonly secrets: readonly SecretRef[];
      readonly header: string;
      readonly prefix: string;
      readonly algorithm: 'sha1' | 'sha256' | 'sha512';
      readonly encoding: 'hex' | 'base64';
    }
  | { readonly scheme: 'github'; readonly secrets: readonly SecretRef[] };

/** How a request's body is signed in a header. */
export type BodySignature = Omit<Extract<Verification, { scheme: 'hmac' }>, 'scheme' | 'secrets'>;

export const githubBodySignature: BodySignature = {
  header: 'X-Hub-Signature-256',
  prefix: 'sha256=',
  algorithm: 'sha256',
  encoding: 'hex',
};

/** One secret, or the old and the new one while it is being rotated. */
export type Secrets = SecretRef | readonly SecretRef[];

/** The HMAC of a request's body. */
export interface HmacOptions {
  readonly secret: Secrets;
  /** The header that holds it. */
  readonly header: string;
  /** What stands before it in the header, for example `sha256=`. Default: nothing. */
  readonly prefix?: string;
  /** Default: `'sha256'`. */
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
  /** Default: `'hex'`. */
  readonly encoding?: 'hex' | 'base64';
}

const secrets = z.array(toZod(secretRefSchema)).min(1);

export const verificationSchema: Schema<Verification> = toSchema(
  z.union(
    [
      z.literal('none'),
      z.discriminatedUnion('scheme', [
        z.strictObject({ scheme: z.literal('bearer'), secrets }),
        z.strictObject({ scheme: z.literal('basic'), username: z.string().min(1), secrets }),
        z.strictObject({
          scheme: z.literal('hmac'),
          secrets,
          header: z.string().regex(headerName, { error: 'must be the name of a header' }),
          prefix: z.string(),
          algorithm: z.enum(['sha1', 'sha256', 'sha512']),
          encoding: z.enum(['hex', 'base64']),
        }),
        z.strictObject({ scheme: z.literal('github'), secrets }),
      ]),
    ],
    {
      error: ({ input }) =>
        `${input === undefined ? 'is missing; it must' : 'must'} say how a request proves who sent it: githubSignature, ` +
        "hmacSignature, bearerToken, basicAuth, or 'none' where anybody may send",
    },
  ),
);

/** GitHub's own scheme: HMAC-SHA256 of the body in `X-Hub-Signature-256`. */
export function githubSignature(secret: Secrets): Verification {
  return { scheme: 'github', secrets: toList(secret) };
}

/** `Authorization: Bearer <secret>`. */
export function bearerToken(secret: Secrets): Verification {
  return { scheme: 'bearer', secrets: toList(secret) };
}

/** `Authorization: Basic`, for one user. */
export function basicAuth(options: { readonly username: string; readonly password: Secrets }): Verification {
  return { scheme: 'basic', username: options.username, secrets: toList(options.password) };
}

/** An HMAC of the raw body in a header, as most services send it. */
export function hmacSignature(options: HmacOptions): Verification {
  const { secret, header, prefix = '', algorithm = 'sha256', encoding = 'hex' } = options;
  return { scheme: 'hmac', secrets: toList(secret), header, prefix, algorithm, encoding };
}

function toList(secret: Secrets): readonly SecretRef[] {
  // without the value: it may be the secret itself
  if (typeof secret !== 'object')
    throw new InvalidSpecError(
      "a secret is a reference, never its value; write the name and the key of a Secret: { name: 'github', key: 'secret' }",
    );
  return 'name' in secret ? [secret] : secret;
}
