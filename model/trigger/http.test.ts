import { parseSpec } from '../schema.ts';
import { httpActionSchema } from './http.ts';

const secret = { name: 'deploys', key: 'token' };
const parse = (options: object) =>
  parseSpec(httpActionSchema, { kind: 'http', method: 'POST', url: 'https://deploys.example.com', ...options }, 'a');

it('an action has its defaults resolved', () => {
  expect(parse({})).toStrictEqual({
    kind: 'http',
    method: 'POST',
    url: 'https://deploys.example.com',
    headers: {},
    expect: ['2xx'],
    retryOn: [408, 425, 429, '5xx'],
    allowHosts: [],
    followRedirects: 0,
  });
});

it.each([
  [{ url: 'deploys' }, "a: url 'deploys' is no URL; write it like 'https://deploys.example.com/v1'"],
  [{ url: 'ftp://x' }, "a: url 'ftp://x' is no URL"],
  [{ url: 'https://x/#y' }, "a: url 'https://x/#y' must not have a fragment"],
  [{ headers: { 'a b': 'c' } }, 'a: headers.a b must be the name of a header'],
  [{ headers: { a: 'b\r\nc: d' } }, 'a: headers.a must be one line of text'],
  [{ expect: ['4xx'] }, "a: expect.0 '4xx' is no status; write a number from 100 to 599, or a class like '2xx'"],
  [{ retryOn: [42] }, 'a: retryOn.0 42 must be at least 100'],
  [{ allowHosts: ['https://x'] }, "a: allowHosts.0 'https://x' is no host; write it like 'hooks.example.com'"],
  [{ tls: { cert: secret } }, "a: tls needs 'cert' and 'key' together"],
  [{ followRedirects: 1.5 }, 'a: followRedirects 1.5 must be a whole number'],
  [
    { bearer: secret, basic: { username: 'u', password: secret } },
    "a: 'bearer' and 'basic' exclude each other; keep one",
  ],
  [
    { bearer: secret, headers: { Authorization: 'x' } },
    "a: 'bearer' and the header 'Authorization' exclude each other",
  ],
  [{ beerer: secret }, "a: there is no option 'beerer', did you mean 'bearer'?"],
])('%j is refused', (options, message) => {
  expect(() => parse(options)).toThrow(message);
});

it('a password in a URL is refused, and not repeated', () => {
  expect(() => parse({ url: 'https://ci:hunter2@x' })).toThrow("url holds a password; take it out, and use 'basic'");
  expect(() => parse({ url: 'https://ci:hunter2@x' })).not.toThrow(/hunter2/);
});
