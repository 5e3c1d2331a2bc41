import { InvalidSpecError } from '../invalid-spec-error.ts';
import { parseSpec } from '../schema.ts';
import { basicAuth, bearerToken, githubSignature, hmacSignature } from './verification.ts';
import { webhookEventSchema } from './webhook.ts';

const secret = { name: 'github', key: 'secret' };
const old = { name: 'github', key: 'old' };
const parse = (event: object) => parseSpec(webhookEventSchema, event, "ci/github: webhook event 'push'");

it('a webhook event has its defaults resolved', () => {
  expect(parse({ endpoint: '/push', verify: 'none' })).toStrictEqual({
    endpoint: '/push',
    methods: ['POST'],
    verify: 'none',
    maxPayloadSize: '1Mi',
  });
});

it.each([
  [githubSignature(secret), { scheme: 'github', secrets: [secret] }],
  [githubSignature([secret, old]), { scheme: 'github', secrets: [secret, old] }],
  [bearerToken(secret), { scheme: 'bearer', secrets: [secret] }],
  [basicAuth({ username: 'ci', password: secret }), { scheme: 'basic', username: 'ci', secrets: [secret] }],
  [
    hmacSignature({ secret, header: 'X-Signature' }),
    { scheme: 'hmac', secrets: [secret], header: 'X-Signature', prefix: '', algorithm: 'sha256', encoding: 'hex' },
  ],
  [
    hmacSignature({ secret: [secret, old], header: 'X-S', prefix: 'v1=', algorithm: 'sha512', encoding: 'base64' }),
    { scheme: 'hmac', secrets: [secret, old], header: 'X-S', prefix: 'v1=', algorithm: 'sha512', encoding: 'base64' },
  ],
])('a request may prove itself with %j', (verify, resolved) => {
  expect(parse({ endpoint: '/push', verify }).verify).toStrictEqual(resolved);
});

it.each([
  [{ endpoint: 'push' }, "endpoint 'push' must start with '/', for example '/push'"],
  [{ endpoint: '/push?a=b' }, "endpoint '/push?a=b' must be a path alone, without query, fragment or space"],
  [{ endpoint: '/metrics' }, "endpoint '/metrics' is the worker's own; choose another"],
  [{ methods: ['post'] }, "methods.0 'post' is not allowed, did you mean 'POST'?"],
  [{ methods: [] }, 'methods [] must be a list of at least 1'],
  [{ maxPayloadSize: '1MB' }, "maxPayloadSize '1MB' is not a quantity; write a number and a unit, for example '1Mi'"],
  [{ maxPayloadSize: '8Mi' }, "maxPayloadSize '8Mi' is more than a bus carries; the most is '8128Ki'"],
  [{ verify: undefined }, 'verify is missing; it must say how a request proves who sent it: githubSignature, '],
  [{ verify: 'nobody' }, 'verify must say how a request proves who sent it: githubSignature, '],
  [{ verify: { scheme: 'github', secrets: [] } }, 'verify.secrets [] must be a list of at least 1'],
  [{ verfy: 'none' }, "there is no option 'verfy', did you mean 'verify'?"],
])('%j is refused', (option, message) => {
  const event = { endpoint: '/push', verify: 'none', ...option };
  expect(() => parse(event)).toThrow(`ci/github: webhook event 'push': ${message}`);
});

it('a secret that was written where its reference belongs is not repeated', () => {
  const event = { endpoint: '/push', verify: { scheme: 'github', secrets: ['s3cr3t'] } };
  expect(() => parse(event)).toThrow(/verify\.secrets\.0 must be a reference to a Kubernetes Secret/);
  expect(() => parse(event)).not.toThrow(/s3cr3t/);
});

it('the largest payload fits a message of 8Mi with its attributes', () => {
  expect(parse({ endpoint: '/push', verify: 'none', maxPayloadSize: '8128Ki' }).maxPayloadSize).toBe('8128Ki');
  expect(() => parse({ endpoint: '/push', verify: 'none', maxPayloadSize: '8129Ki' })).toThrow('8129Ki');
});

it.each([
  ['as text', () => githubSignature('s3cret' as never)],
  ['from a variable that is not set', () => hmacSignature({ secret: undefined, header: 'X-S' } as never)],
])('a secret given by its value is refused, and not repeated: %s', (_, verify) => {
  expect(verify).toThrow(
    new InvalidSpecError(
      "a secret is a reference, never its value; write the name and the key of a Secret: { name: 'github', key: 'secret' }",
    ),
  );
});
