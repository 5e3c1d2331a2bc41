import { createHmac, hash } from 'node:crypto';
import {
  type BodySignature,
  githubBodySignature,
  type Verification,
} from '../../../model/event-source/verification.ts';
import type { SecretRef } from '../../../model/secret-ref.ts';

/** What a request has to show, in one header. */
export interface Proof {
  readonly secrets: readonly SecretRef[];
  /** Lower-case. */
  readonly header: string;
  /** What `read` makes of the header that was made with this secret. Its length tells nothing of the secret. */
  expect(secret: string, body: Buffer): Buffer;
  /** The header's value, in one spelling. */
  read(value: string): Buffer;
  /** Whether it covers the body, and nothing but the body. */
  readonly signsBody: boolean;
  /** Headers in which such senders name a request, the same when they send it again. */
  readonly idHeaders?: readonly string[];
  /** Headers that prove the same in another way. */
  readonly related?: readonly string[];
  /** What to send, for the answer to who sends something else. */
  readonly hint: string;
  /** The challenge that goes with the answer 401, where HTTP knows the scheme. */
  readonly challenge?: string;
}

/** `undefined` where anybody may send. */
export function toProof(verification: Verification): Proof | undefined {
  if (verification === 'none') return undefined;
  const { secrets } = verification;
  switch (verification.scheme) {
    case 'bearer':
      return { secrets, ...authorization('Bearer', (token) => token), hint: "'Authorization: Bearer <token>'" };
    case 'basic': {
      const encode = (password: string) => Buffer.from(`${verification.username}:${password}`).toString('base64');
      return { secrets, ...authorization('Basic', encode), hint: "'Authorization: Basic <user:password>'" };
    }
    case 'hmac':
      return { secrets, ...signature(verification) };
    case 'github':
      return {
        secrets,
        ...signature(githubBodySignature),
        related: ['x-hub-signature'],
        idHeaders: ['x-github-delivery'],
      };
  }
}

type Made = Omit<Proof, 'secrets'>;

function authorization(scheme: string, encode: (secret: string) => string): Omit<Made, 'hint'> {
  const spelt = new RegExp(`^${scheme} +`, 'i');
  return {
    header: 'authorization',
    expect: (secret) => digest(Buffer.from(`${scheme} ${encode(secret)}`)),
    read: (value) => digest(Buffer.from(value.replace(spelt, `${scheme} `), 'latin1')),
    signsBody: false,
    challenge: `${scheme} realm="eventwright", charset="UTF-8"`,
  };
}

function signature({ header, prefix, algorithm, encoding }: BodySignature): Made {
  return {
    header: header.toLowerCase(),
    expect: (secret, body) => Buffer.from(prefix + createHmac(algorithm, secret).update(body).digest(encoding)),
    read: (value) =>
      Buffer.from(
        encoding === 'hex' && value.startsWith(prefix) ? prefix + value.slice(prefix.length).toLowerCase() : value,
        'latin1',
      ),
    signsBody: true,
    hint: `'${header}: ${prefix}<HMAC-${algorithm.toUpperCase()} of the raw body, in ${encoding}>'`,
  };
}

function digest(text: Buffer): Buffer {
  return hash('sha256', text, 'buffer');
}
