import { createHmac } from 'node:crypto';
import { type BodySignature, githubBodySignature, type Verification } from '../../model/event-source/verification.ts';
import type { SecretRef } from '../../model/secret-ref.ts';

interface SignOptions {
  readonly body: Buffer;
  readonly secret: (ref: SecretRef) => Promise<string>;
}

/** The headers by which a request proves who sent it, with the first of the secrets that are valid. */
export async function sign(verify: Verification, { body, secret }: SignOptions): Promise<Record<string, string>> {
  if (verify === 'none') return {};
  const value = await secret(verify.secrets[0] as SecretRef);
  switch (verify.scheme) {
    case 'bearer':
      return { authorization: `Bearer ${value}` };
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${verify.username}:${value}`).toString('base64')}` };
    case 'github':
      return signBody(githubBodySignature, body, value);
    case 'hmac':
      return signBody(verify, body, value);
  }
}

function signBody({ header, prefix, algorithm, encoding }: BodySignature, body: Buffer, secret: string) {
  return { [header.toLowerCase()]: prefix + createHmac(algorithm, secret).update(body).digest(encoding) };
}

/** `signed by github/secret`, `by a bearer token, api/token`, `from anybody`. */
export function describeVerification(verify: Verification): string {
  if (verify === 'none') return 'from anybody';
  const secrets = verify.secrets.map(({ name, key }) => `${name}/${key}`).join(' or ');
  switch (verify.scheme) {
    case 'bearer':
      return `with the bearer token ${secrets}`;
    case 'basic':
      return `as ${verify.username} with ${secrets}`;
    case 'github':
      return `signed as GitHub does with ${secrets}`;
    case 'hmac':
      return `signed in ${verify.header} with ${secrets}`;
  }
}
