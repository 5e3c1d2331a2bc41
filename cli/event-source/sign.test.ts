import type { Verification } from '../../model/event-source/verification.ts';
import { sign } from './sign.ts';

const secrets = [
  { name: 'api', key: 'new' },
  { name: 'api', key: 'old' },
];
const secret = async ({ name, key }: { name: string; key: string }) => `value of ${name}/${key}`;
const body = Buffer.from('{"a":1}');

it.each<[Verification, Record<string, string>]>([
  ['none', {}],
  [{ scheme: 'bearer', secrets }, { authorization: 'Bearer value of api/new' }],
  [{ scheme: 'basic', username: 'ann', secrets }, { authorization: 'Basic YW5uOnZhbHVlIG9mIGFwaS9uZXc=' }],
  [
    { scheme: 'github', secrets },
    { 'x-hub-signature-256': 'sha256=35d40b1cc9d58c461324b45692bd2180a764da2a4cd228bd07eb36778faba77f' },
  ],
  [
    { scheme: 'hmac', secrets, header: 'X-Signature', prefix: 'v1=', algorithm: 'sha1', encoding: 'base64' },
    { 'x-signature': 'v1=jdg6sZJhkWy81XJNmvNQzb1WXc4=' },
  ],
])('%j is signed with the first secret', async (verify, headers) => {
  expect(await sign(verify, { body, secret })).toStrictEqual(headers);
});
