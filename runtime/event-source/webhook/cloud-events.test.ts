import { HTTP, CloudEvent as SdkEvent } from 'cloudevents';
import fc from 'fast-check';
import type { HttpRequest } from '../http-routes.ts';
import { type Drafts, toDrafts } from './drafts.ts';
import { Refusal } from './refusal.ts';

const structured = 'application/cloudevents+json';
const batch = 'application/cloudevents-batch+json; charset=utf-8';
const context = { specversion: '1.0', id: '1', source: '/a', type: 'b' };
const binary = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/a', 'ce-type': 'b' };

function read(headers: HttpRequest['headers'], body: string | Buffer = ''): Drafts {
  return toDrafts({ method: 'POST', path: '/', search: '', headers, body: Buffer.from(body) }, []);
}

function readOne(headers: HttpRequest['headers'], body: string | Buffer = '') {
  const { data, ...rest } = read(headers, body).drafts[0] ?? {};
  return { ...rest, data: Buffer.from(data ?? []).toString() };
}

function refusalOf(headers: HttpRequest['headers'], body = '') {
  try {
    return read(headers, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${error.answer.status} ${error.message}`;
  }
}

describe('binary mode', () => {
  it('keeps attributes, extensions and bytes', () => {
    const headers = {
      ...binary,
      'content-type': 'application/json',
      'ce-subject': 'Gr%C3%BC%C3%9Fe',
      'ce-time': '2026-03-29T01:00:00+02:00',
      'ce-dataschema': 'https://example.com/b',
      'ce-partitionkey': '"a b"',
      host: 'a',
    };
    expect(readOne(headers, '{"a": 1.0}')).toStrictEqual({
      id: '1',
      source: '/a',
      type: 'b',
      subject: 'Grüße',
      time: '2026-03-29T01:00:00+02:00',
      dataschema: 'https://example.com/b',
      datacontenttype: 'application/json',
      extensions: { partitionkey: 'a b' },
      data: '{"a": 1.0}',
    });
  });

  it("reads what the CloudEvents SDK's emitter sends", () => {
    const sent = new SdkEvent({ ...context, time: '2026-03-29T01:00:00.000Z', partitionkey: 'k', data: { a: 1 } });
    const { headers, body } = HTTP.binary(sent);
    expect(readOne(headers as HttpRequest['headers'], String(body))).toMatchObject({
      id: '1',
      time: '2026-03-29T01:00:00.000Z',
      extensions: { partitionkey: 'k' },
      data: '{"a":1}',
    });
  });
});

describe('structured mode', () => {
  it('keeps attributes, and the data as it was written', () => {
    const body = `{"data": {"n": 12345678901234567890}, "specversion":"1.0","id":"1","source":"/a","type":"b","flag":true,"count":7,"none":null}`;
    expect(readOne({ 'content-type': structured }, body)).toStrictEqual({
      id: '1',
      source: '/a',
      type: 'b',
      extensions: { flag: 'true', count: '7' },
      data: '{"n": 12345678901234567890}',
    });
  });

  it.each([
    ['a text as JSON', { data: 'a' }, '"a"', undefined],
    ['a text as what it is declared to be', { datacontenttype: 'text/plain', data: 'é' }, 'é', 'text/plain'],
    ['null', { data: null }, 'null', undefined],
    ['no data', {}, '', undefined],
    ['base64', { datacontenttype: 'image/png', data_base64: 'YQ==' }, 'a', 'image/png'],
    ['base64 of undeclared content', { data_base64: 'YQ==' }, 'a', 'application/octet-stream'],
  ])('takes %s', (_, more, data, datacontenttype) => {
    const draft = readOne({ 'content-type': structured }, JSON.stringify({ ...context, ...more }));
    expect([draft.data, draft.datacontenttype]).toStrictEqual([data, datacontenttype]);
  });

  it("reads any event that the CloudEvents SDK's emitter sends", () => {
    const word = fc.stringMatching(/^[a-z0-9/._-]{1,12}$/);
    const name = fc.stringMatching(/^x[a-z0-9]{0,6}$/);
    const events = fc.record({ id: word, source: word, type: word, subject: word, data: fc.jsonValue() });
    fc.assert(
      fc.property(events, fc.dictionary(name, word, { noNullPrototype: true }), (event, extensions) => {
        const { headers, body } = HTTP.structured(new SdkEvent({ ...event, ...extensions }, false));
        const draft = readOne(headers as HttpRequest['headers'], String(body));
        expect(draft).toMatchObject({ id: event.id, source: event.source, type: event.type, subject: event.subject });
        expect(draft.extensions ?? {}).toStrictEqual(extensions);
      }),
    );
  });
});

describe('batched mode', () => {
  it('makes an event of each', () => {
    const events = [
      { ...context, data: 1 },
      { ...context, id: '2', data: [2] },
    ];
    const { batched, drafts } = read({ 'content-type': batch }, JSON.stringify(events));
    expect([batched, drafts.map(({ id, data }) => [id, Buffer.from(data).toString()])]).toStrictEqual([
      true,
      [
        ['1', '1'],
        ['2', '[2]'],
      ],
    ]);
  });

  it('may be empty', () => {
    expect(read({ 'content-type': batch }, ' [ ] ')).toStrictEqual({ batched: true, drafts: [] });
  });
});

it('a trace of the event outlives the one of the request', () => {
  const trace = (digit: string) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;
  const headers = { ...binary, 'ce-traceparent': trace('a'), traceparent: trace('b') };
  expect(readOne(headers).extensions).toStrictEqual({ traceparent: trace('a') });
  expect(readOne({ ...binary, traceparent: trace('b') }).extensions).toStrictEqual({ traceparent: trace('b') });
  expect(readOne({ ...binary, traceparent: 'x' }).extensions).toBeUndefined();
});

it.each<[string, Record<string, string>, string, string]>([
  [
    'an attribute that is missing',
    { 'ce-id': '1', 'ce-source': '/a', 'ce-type': 'b' },
    '',
    "400 this is no CloudEvent 1.0: 'specversion' is missing",
  ],
  [
    'another version',
    { ...binary, 'ce-specversion': '0.3' },
    '',
    "400 this is no CloudEvent 1.0: 'specversion' must be '1.0'",
  ],
  [
    'several mistakes at once',
    { ...binary, 'ce-id': '', 'ce-time': 'today' },
    '',
    "400 this is no CloudEvent 1.0: 'id' is empty; 'time' must be RFC 3339, for example '2026-03-29T01:00:00Z'",
  ],
  [
    'a name that is none',
    { ...binary, 'ce-a-b': 'c' },
    '',
    "400 this is no CloudEvent 1.0: 'a-b' cannot name an attribute, use lower-case letters and digits",
  ],
  [
    'a content type out of place',
    { ...binary, 'ce-datacontenttype': 'a/b' },
    '',
    '400 ce-datacontenttype is not for HTTP, send Content-Type',
  ],
  [
    'a control character',
    { ...binary, 'ce-subject': '%00' },
    '',
    "400 this is no CloudEvent 1.0: 'subject' holds a control character or half a character",
  ],
  [
    'another format',
    { 'content-type': 'application/cloudevents+avro' },
    '',
    '415 application/cloudevents+avro is not read here, send application/cloudevents+json',
  ],
  ['a list where one event belongs', { 'content-type': structured }, '[]', '400 a CloudEvent in JSON is an object'],
  ['one event where a list belongs', { 'content-type': batch }, '{}', '400 a batch of CloudEvents is a JSON array'],
  ['a list of no events', { 'content-type': batch }, '[1]', '400 a CloudEvent in JSON is an object'],
  [
    'an extension that is an object',
    { 'content-type': structured },
    JSON.stringify({ ...context, x: {} }),
    "400 this is no CloudEvent 1.0: 'x' must be a text, a whole number, true or false",
  ],
  [
    'an attribute that is a number',
    { 'content-type': structured },
    JSON.stringify({ ...context, id: 1 }),
    "400 this is no CloudEvent 1.0: 'id' must be a text",
  ],
  [
    'half a surrogate pair',
    { 'content-type': structured },
    `{"specversion":"1.0","id":"\\ud800","source":"/a","type":"b"}`,
    "400 this is no CloudEvent 1.0: 'id' holds a control character or half a character",
  ],
  [
    '__proto__',
    { 'content-type': structured },
    `{"specversion":"1.0","id":"1","source":"/a","type":"b","__proto__":"x"}`,
    "400 this is no CloudEvent 1.0: '__proto__' cannot name an attribute, use lower-case letters and digits",
  ],
  [
    'data twice',
    { 'content-type': structured },
    JSON.stringify({ ...context, data: 1, data_base64: '' }),
    "400 a CloudEvent has 'data' or 'data_base64', not both",
  ],
  [
    'base64 that is none',
    { 'content-type': structured },
    JSON.stringify({ ...context, data_base64: 'a' }),
    "400 'data_base64' is no base64 text",
  ],
  [
    'an object where a text is declared',
    { 'content-type': structured },
    JSON.stringify({ ...context, datacontenttype: 'text/plain', data: {} }),
    "400 'data' must be a text where 'datacontenttype' is text/plain, or send 'data_base64'",
  ],
])('%s is refused with what is wrong', (_, headers, body, refusal) => {
  expect(refusalOf(headers, body)).toBe(refusal);
});
