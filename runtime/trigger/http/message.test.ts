import { parseSpec } from '../../../model/schema.ts';
import { httpActionSchema } from '../../../model/trigger/http.ts';
import { createHostRule } from './host-rule.ts';
import { createToMessage } from './message.ts';

const url = 'https://api.example.com/v1';
const headers = { 'X-Team': 'ci', 'X-Key': { secret: { name: 'api', key: 'key' } } };
const spec = parseSpec(httpActionSchema, { kind: 'http', method: 'POST', url, headers }, 'test');
const toMessage = createToMessage(spec, createHostRule('https://api.example.com', []));

function sent(template: unknown) {
  const { headers, body } = toMessage(template as never, 'abc');
  return { headers: Object.fromEntries(headers), body };
}

const always = { 'user-agent': expect.stringMatching(/^eventwright\//), 'x-team': 'ci', 'idempotency-key': 'abc' };

describe('a message', () => {
  it.each([
    ['no body', {}, always, undefined],
    ['JSON', { body: { a: 1 } }, { ...always, 'content-type': 'application/json' }, '{"a":1}'],
    ['null as JSON', { body: null }, { ...always, 'content-type': 'application/json' }, 'null'],
    ['text as it is', { body: 'a: 1' }, { ...always, 'content-type': 'text/plain; charset=utf-8' }, 'a: 1'],
    [
      'text of another type',
      { body: '<a/>', headers: { 'Content-Type': 'application/xml' } },
      { ...always, 'content-type': 'application/xml' },
      '<a/>',
    ],
    [
      'JSON of another type',
      { body: { a: 1 }, headers: { 'content-type': 'application/merge-patch+json' } },
      { ...always, 'content-type': 'application/merge-patch+json' },
      '{"a":1}',
    ],
    ['headers over those of the action', { headers: { 'x-TEAM': 'shop' } }, { ...always, 'x-team': 'shop' }, undefined],
  ])('carries %s', (_, template, headers, body) => {
    expect(sent(template)).toStrictEqual({ headers, body });
  });

  it.each([
    ['it is no object', ['a'], 'it must be an object of url, path, query, headers, body'],
    ['a field is misspelt', { bdoy: 1 }, "there is no 'bdoy'"],
    ['it sets the authorization', { headers: { Authorization: 'x' } }, "'Authorization' is the action's to set"],
    ['it sets the host', { headers: { host: 'evil.test' } }, "'host' is the action's to set"],
    ['it sets a header that is a secret', { headers: { 'x-key': 'x' } }, "'x-key' is the action's to set"],
    ['it sets the idempotency key', { headers: { 'Idempotency-Key': 'x' } }, "'Idempotency-Key' is set by the runtime"],
    [
      'it frames the message',
      { headers: { 'transfer-encoding': 'chunked' } },
      "'transfer-encoding' is set by the runtime",
    ],
    [
      'a header breaks the line',
      { headers: { 'x-a': 'b\r\nhost: evil.test' } },
      'headers.x-a must be one line of text',
    ],
    ['a header’s name breaks the line', { headers: { 'x-a\r\nx': 'b' } }, 'cannot name a header'],
    ['a header is no text', { headers: { 'x-a': 1 } }, 'headers.x-a must be one line of text'],
    ['headers are a list', { headers: ['x-a'] }, 'headers must be a map'],
  ])('is refused where %s', (_, template, message) => {
    expect(() => sent(template)).toThrow(message);
  });
});
