import { createHmac } from 'node:crypto';
import type { Verification } from '../../../model/event-source/verification.ts';
import { toProof } from './proof.ts';
import { Refusal } from './refusal.ts';
import { verify } from './verify.ts';

const [old, current] = [
  { name: 'github', key: 'old' },
  { name: 'github', key: 'current' },
];
const secrets = [old, current].filter((ref) => ref !== undefined);
const values: Readonly<Record<string, string>> = { old: 'sécret-old', current: 's3cret' };
const body = Buffer.from('{"a":"é"}');
const hmac = (algorithm: string, key: string, encoding: 'hex' | 'base64') =>
  createHmac(algorithm, key).update(body).digest(encoding);
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const latin1 = (text: string) => Buffer.from(text).toString('latin1');

const bearer: Verification = { scheme: 'bearer', secrets };
const user: Verification = { scheme: 'basic', username: 'ci', secrets };
const github: Verification = { scheme: 'github', secrets };
const shop: Verification = {
  scheme: 'hmac',
  secrets,
  header: 'X-Shop',
  prefix: '',
  algorithm: 'sha1',
  encoding: 'base64',
};

async function check(verification: Verification, headers: Record<string, string>, held = values) {
  const proof = toProof(verification);
  const unavailable: unknown[] = [];
  const keys = {
    secret: async ({ key }: { key: string }) => held[key] ?? Promise.reject(new Error(`${key} is missing`)),
    unavailable: (error: unknown) => unavailable.push(error),
  };
  try {
    if (proof) await verify({ headers, body }, proof, keys);
    return 'accepted';
  } catch (error) {
    return error instanceof Refusal ? { ...error.answer, ...(unavailable.length > 0 && { unavailable }) } : error;
  }
}

it.each<[string, Verification, Record<string, string>]>([
  ['anybody, where nothing is verified', 'none', {}],
  ['a bearer token', bearer, { authorization: 'Bearer s3cret' }],
  ['a bearer token, however Bearer is spelt', bearer, { authorization: 'bearer  s3cret' }],
  ['the other token, while it is rotated', bearer, { authorization: latin1('Bearer sécret-old') }],
  ['a user and password', user, { authorization: basic('ci:s3cret') }],
  ["GitHub's signature", github, { 'x-hub-signature-256': `sha256=${hmac('sha256', 's3cret', 'hex')}` }],
  [
    "GitHub's signature by the other secret",
    github,
    { 'x-hub-signature-256': `sha256=${hmac('sha256', 'sécret-old', 'hex')}` },
  ],
  [
    'a signature in capitals',
    github,
    { 'x-hub-signature-256': `sha256=${hmac('sha256', 's3cret', 'hex').toUpperCase()}` },
  ],
  ['a signature in base64', shop, { 'x-shop': hmac('sha1', 's3cret', 'base64') }],
])('%s is accepted', async (_, verification, headers) => {
  expect(await check(verification, headers)).toBe('accepted');
});

it("the example of GitHub's documentation is accepted", async () => {
  const proof = toProof({ scheme: 'github', secrets: [secrets[0] ?? { name: '', key: '' }] });
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const request = { headers: { 'x-hub-signature-256': signature }, body: Buffer.from('Hello, World!') };
  if (!proof) throw new TypeError('GitHub signs');
  const keys = { secret: async () => "It's a Secret to Everybody", unavailable: () => {} };
  await expect(verify(request, proof, keys)).resolves.toBeUndefined();
});

it.each<[string, Verification, Record<string, string>]>([
  ['no token', bearer, {}],
  ['another token', bearer, { authorization: 'Bearer s3cre' }],
  ['an empty token', bearer, { authorization: 'Bearer ' }],
  ['the token without its scheme', bearer, { authorization: 's3cret' }],
  ['another user', user, { authorization: basic('root:s3cret') }],
  ['another password', user, { authorization: basic('ci:s3cret ') }],
  ['no signature', github, { 'x-hub-signature': 'sha1=0' }],
  ['a signature without its prefix', github, { 'x-hub-signature-256': hmac('sha256', 's3cret', 'hex') }],
  ['a short signature', github, { 'x-hub-signature-256': 'sha256=' }],
  ['a signature by another secret', github, { 'x-hub-signature-256': `sha256=${hmac('sha256', 'x', 'hex')}` }],
  ['a signature twice', github, { 'x-hub-signature-256': `sha256=${hmac('sha256', 's3cret', 'hex')}, sha256=00` }],
  ['base64 in capitals', shop, { 'x-shop': hmac('sha1', 's3cret', 'base64').toUpperCase() }],
])('%s is refused', async (_, verification, headers) => {
  expect(await check(verification, headers)).toMatchObject({ status: 401 });
});

it('a refusal says what to send, and the challenge that HTTP knows', async () => {
  expect(await check(bearer, {})).toStrictEqual({
    status: 401,
    headers: { 'www-authenticate': 'Bearer realm="eventwright", charset="UTF-8"' },
    body: { error: "the header authorization is missing, send 'Authorization: Bearer <token>'" },
  });
  expect(await check(github, { 'x-hub-signature-256': 'a' })).toStrictEqual({
    status: 401,
    body: {
      error:
        'what the header x-hub-signature-256 holds does not fit, ' +
        "send 'X-Hub-Signature-256: sha256=<HMAC-SHA256 of the raw body, in hex>'",
    },
  });
});

describe('a secret that cannot be read', () => {
  const held = { current: 's3cret' };

  it('does no harm where another one fits', async () => {
    expect(await check(bearer, { authorization: 'Bearer s3cret' }, held)).toBe('accepted');
  });

  it('leaves open who sent what fits no other: 503, and the answer does not say why', async () => {
    expect(await check(bearer, { authorization: 'Bearer x' }, held)).toStrictEqual({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { error: 'requests cannot be verified here at present, send it again later' },
      unavailable: [new Error('old is missing')],
    });
  });
});
