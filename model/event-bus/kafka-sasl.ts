import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { type SecretRef, secretRefSchema } from '../secret-ref.ts';
import { show, toSchema, toZod } from '../to-schema.ts';

/** How a client proves to brokers who it is. What says who it is may itself be in a Secret, so that each namespace has its own. */
export type KafkaSasl = KafkaPassword | KafkaOAuthBearer;

/** A user and its password. */
export interface KafkaPassword {
  /** `PLAIN` sends the password as it is: only with `tls` is it a secret. */
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  /** The user's name, or the Secret that holds it. */
  readonly username: string | SecretRef;
  readonly password: SecretRef;
}

/** A token, which is got by OAuth 2.0's client credentials before the one before it expires. */
export interface KafkaOAuthBearer {
  readonly mechanism: 'OAUTHBEARER';
  /** Where tokens are issued: `https://login.example.com/oauth2/token`. */
  readonly tokenEndpoint: string;
  /** Who asks for tokens, or the Secret that says so. */
  readonly clientId: string | SecretRef;
  /** What it proves that with. */
  readonly clientSecret: SecretRef;
  /** What the token is asked for, in OAuth's notation: words with a space between them. */
  readonly scope?: string;
  /** The authorities to trust at the token endpoint instead of the system's. */
  readonly ca?: SecretRef;
  /** SASL extensions that the brokers ask for beside the token: `{ logicalCluster: 'lkc-1' }`. */
  readonly extensions?: Readonly<Record<string, string>>;
}

const secret = toZod(secretRefSchema);

const identity = z.union([z.string().min(1), secret], {
  error: ({ input }) =>
    input === undefined ? undefined : `${show(input)} must be a name, or a reference to a Secret that holds it`,
});

const password = <M extends KafkaPassword['mechanism']>(mechanism: M) =>
  z.strictObject({ mechanism: z.literal(mechanism), username: identity, password: secret });

const tokenEndpoint = z.string().refine(isTokenEndpoint, {
  error: ({ input }) =>
    // without the value: it may hold a password
    typeof input === 'string' && input.includes('@')
      ? "holds no credential; give it by 'clientId' and 'clientSecret'"
      : `${show(input)} is no token endpoint; write it like 'https://login.example.com/oauth2/token'`,
});

export const kafkaSaslSchema: Schema<KafkaSasl> = toSchema(
  z.discriminatedUnion(
    'mechanism',
    [
      password('PLAIN'),
      password('SCRAM-SHA-256'),
      password('SCRAM-SHA-512'),
      z.strictObject({
        mechanism: z.literal('OAUTHBEARER'),
        tokenEndpoint,
        clientId: identity,
        clientSecret: secret,
        scope: z.string().min(1).optional(),
        ca: secret.optional(),
        extensions: z
          .record(z.string().regex(/^(?!auth$)[A-Za-z]+$/, { error: "must be of letters, and not 'auth'" }), z.string())
          .optional(),
      }),
    ],
    { error: "must be 'PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512' or 'OAUTHBEARER'" },
  ) as unknown as z.ZodType<KafkaSasl, KafkaSasl>,
);

/** A secret on its way there is encrypted, but for this machine. */
function isTokenEndpoint(text: string): boolean {
  const { protocol, hostname, username, password } = URL.parse(text) ?? {};
  if (username || password) return false;
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname ?? ''));
}
