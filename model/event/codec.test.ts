import { HTTP, CloudEvent as SdkEvent } from 'cloudevents';
import fc from 'fast-check';
import { fromHeaders, toHeaders } from './codec.ts';
import type { Event } from './event.ts';

const data = Buffer.from('{"a":1}');
const event: Event = {
  id: '72d3162e',
  source: '/ci/github',
  type: 'eventwright.webhook',
  time: '2026-03-29T01:00:00.000Z',
  subject: 'push',
  datacontenttype: 'application/json; charset=utf-8',
  dataschema: 'https://example.com/push',
  extensions: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', ewmeta: '{"path":"/é 50%"}' },
  data,
};

const text = fc.string({ unit: 'binary', minLength: 1 });
const ascii = fc.stringMatching(/^[!#$&-~]+$/);
const optional = { requiredKeys: ['id', 'source', 'type', 'time'] as ('id' | 'source' | 'type' | 'time')[] };
const attributes = (value: fc.Arbitrary<string>) =>
  fc.record({ id: value, source: value, type: value, time: value, subject: value, dataschema: value }, optional);
const extensions = fc.dictionary(fc.stringMatching(/^x[a-z0-9]{0,8}$/), text, { minKeys: 1, noNullPrototype: true });

it('attributes travel as ce- headers, percent-encoded', () => {
  expect(toHeaders(event)).toStrictEqual({
    'ce-specversion': '1.0',
    'ce-id': '72d3162e',
    'ce-source': '/ci/github',
    'ce-type': 'eventwright.webhook',
    'ce-time': '2026-03-29T01:00:00.000Z',
    'ce-subject': 'push',
    'ce-datacontenttype': 'application/json;%20charset=utf-8',
    'ce-dataschema': 'https://example.com/push',
    'ce-traceparent': '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    'ce-ewmeta': '{%22path%22:%22/%C3%A9%2050%25%22}',
  });
});

it('any event comes back as it was, whatever Unicode its attributes hold', () => {
  fc.assert(
    fc.property(attributes(text), extensions, (attributes, extensions) => {
      const sent: Event = { ...attributes, extensions, data };
      expect(fromHeaders(toHeaders(sent), data)).toStrictEqual(sent);
    }),
  );
});

it('header values are printable ASCII, without space or quote', () => {
  fc.assert(
    fc.property(attributes(text), (attributes) => {
      for (const value of Object.values(toHeaders({ ...attributes, data }))) expect(value).toMatch(/^[!#-~]*$/);
    }),
  );
});

it('half a surrogate pair, which CloudEvents forbid, does not break the codec', () => {
  expect(toHeaders({ ...event, id: 'a\ud800' })['ce-id']).toBe('a%EF%BF%BD');
});

it("the headers say what the CloudEvents SDK's do", () => {
  fc.assert(
    fc.property(attributes(ascii), extensions, ({ dataschema: _, ...attributes }, extensions) => {
      const sent: Event = { ...attributes, time: event.time, datacontenttype: 'application/json', extensions, data };
      const plain = Object.fromEntries(Object.keys(extensions).map((name) => [name, 'v']));
      const { data: payload, extensions: __, ...named } = sent;
      const sdk = HTTP.binary(new SdkEvent({ ...named, ...plain, data: payload }, false));
      const { 'content-type': type, ...headers } = sdk.headers;
      expect(toHeaders({ ...sent, extensions: plain })).toStrictEqual({ ...headers, 'ce-datacontenttype': type });
    }),
  );
});

it('the CloudEvents SDK reads an event from the headers', () => {
  const { 'ce-datacontenttype': _, ...headers } = toHeaders({ ...event, extensions: { partitionkey: 'a' } });
  const read = HTTP.toEvent({ headers: { ...headers, 'content-type': 'application/json' }, body: '{"a":1}' });
  expect(read).toMatchObject({
    id: '72d3162e',
    source: '/ci/github',
    subject: 'push',
    partitionkey: 'a',
    data: { a: 1 },
  });
});

it.each([
  ['a quoted value', '"a \\"b\\" c"', 'a "b" c'],
  ['a lone percent sign', '100%', '100%'],
  ['bytes that are no UTF-8', '%FF', '\ufffd'],
  ['lower-case hex', '%c3%a9', 'é'],
])('%s is read', (_, value, subject) => {
  expect(fromHeaders({ ...toHeaders(event), 'ce-subject': value }, data).subject).toBe(subject);
});

it.each(['ce-specversion', 'ce-id', 'ce-source', 'ce-type', 'ce-time'])('%s is needed', (name) => {
  expect(() => fromHeaders({ ...toHeaders(event), [name]: undefined }, data)).toThrow(`the header ${name} is missing`);
});

it('headers of others are left alone', () => {
  const read = fromHeaders({ ...toHeaders(event), 'nats-msg-id': '1', 'ce-': 'x', 'ce-__proto__': 'x' }, data);
  expect(read).toStrictEqual(event);
});
