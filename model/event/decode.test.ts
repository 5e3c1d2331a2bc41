import { decodeData, decodeEvent } from './decode.ts';
import { DecodeError } from './decode-error.ts';
import type { Event } from './event.ts';

const event: Event = {
  id: '1',
  source: '/ci/github',
  type: 'eventwright.webhook',
  subject: 'push',
  time: '2026-03-29T01:00:00Z',
  data: Buffer.from('{"after":"abc"}'),
};

it('an event is decoded with its meta apart from its extensions', () => {
  const extensions = { ewmeta: '{"path":"/push"}', partitionkey: 'a' };
  expect(decodeEvent({ ...event, datacontenttype: 'application/json', extensions })).toStrictEqual({
    id: '1',
    source: '/ci/github',
    type: 'eventwright.webhook',
    subject: 'push',
    time: '2026-03-29T01:00:00Z',
    data: { after: 'abc' },
    meta: { path: '/push' },
    extensions: { partitionkey: 'a' },
  });
});

it('an event without extensions has an empty meta', () => {
  expect(decodeEvent(event)).toMatchObject({ data: { after: 'abc' }, meta: {}, extensions: {} });
});

it('a meta that is no JSON is an error that names it', () => {
  expect(() => decodeEvent({ ...event, extensions: { ewmeta: '{' } })).toThrow(/^ewmeta is not valid JSON/);
});

it.each<[string, string | undefined, string | Uint8Array, unknown]>([
  ['JSON', 'application/json', '{"a":[1,null]}', { a: [1, null] }],
  ['JSON in capitals, with parameters', 'Application/JSON; Charset="UTF-8"', '1', 1],
  ['a JSON dialect', 'application/vnd.github+json', '{}', {}],
  ['no content type', undefined, '"a"', 'a'],
  ['JSON with a byte order mark', 'application/json', '\ufeff{}', {}],
  ['JSON in UTF-16', 'application/json; charset=utf-16le', Buffer.from('{"a":"é"}', 'utf16le'), { a: 'é' }],
  ['no bytes of JSON', 'application/json', '', null],
  ['a form', 'application/x-www-form-urlencoded', 'a=1&b=x+y&b=%C3%A9', { a: '1', b: ['x y', 'é'] }],
  [
    'a form with a name three times',
    'application/x-www-form-urlencoded; charset=utf-8',
    'a=1&a=2&a=3',
    { a: ['1', '2', '3'] },
  ],
  ['text', 'text/plain', 'grüße', 'grüße'],
  ['text in Latin 1', 'text/plain; charset=ISO-8859-1', Buffer.from([0x67, 0xfc]), 'gü'],
  ['no bytes of text', 'text/plain', '', ''],
  ['other bytes', 'application/octet-stream', Buffer.from([0, 255]), 'AP8='],
  ['what is no media type', 'nonsense', 'a', 'YQ=='],
])('%s is decoded', (_, contentType, bytes, decoded) => {
  expect(decodeData(Buffer.from(bytes as string), contentType)).toStrictEqual(decoded);
});

it('bytes within a larger buffer are decoded alone', () => {
  const shared = Buffer.from('xx{"a":1}yy');
  expect(decodeData(shared.subarray(2, 9), undefined)).toStrictEqual({ a: 1 });
  expect(decodeData(new Uint8Array(shared.buffer, shared.byteOffset + 2, 3), 'image/png')).toBe('eyJh');
});

it.each<[string, string | undefined, string | Uint8Array, DecodeError['code']]>([
  ['broken JSON', undefined, '{"a":', 'malformed'],
  ['JSON that is no UTF-8', 'application/json', Buffer.from([0x22, 0xff, 0x22]), 'malformed'],
  ['text that is no UTF-8', 'text/plain', Buffer.from([0xc3]), 'malformed'],
  ['an unknown charset', 'text/plain; charset=klingon', 'a', 'unsupportedCharset'],
])('%s is an error, and again so the second time', (_, contentType, bytes, code) => {
  for (let time = 0; time < 2; time++)
    expect(() => decodeData(Buffer.from(bytes as string), contentType)).toThrow(expect.objectContaining({ code }));
  expect(() => decodeData(Buffer.from(bytes as string), contentType)).toThrow(DecodeError);
});

it('text is read after text that was broken', () => {
  expect(() => decodeData(Buffer.from([0xe2, 0x82]), 'text/plain')).toThrow('the payload is not valid utf-8');
  expect(decodeData(Buffer.from('ok'), 'text/plain')).toBe('ok');
});

it.each([
  ['JSON', 'application/json', '{"__proto__":{"admin":true},"constructor":1}'],
  ['a form', 'application/x-www-form-urlencoded', '__proto__=admin&constructor=1'],
])('__proto__ in %s is a key like any other', (_, contentType, text) => {
  const decoded = decodeData(Buffer.from(text), contentType) as object;
  expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  expect(Object.keys(decoded)).toStrictEqual(['__proto__', 'constructor']);
  expect(Reflect.get(decoded, 'admin')).toBeUndefined();
});

it('however many content types senders invent, each is decoded', () => {
  for (let i = 0; i < 1000; i++) expect(decodeData(Buffer.from('1'), `application/json; n=${i}`)).toBe(1);
});
