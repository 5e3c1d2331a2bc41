import fc from 'fast-check';
import type { WebhookEventSourceSpec } from '../../../model/event-source/webhook.ts';
import { startSource } from '../testing/start-source.ts';
import { webhook } from './adapter.ts';

const spec: WebhookEventSourceSpec = {
  kind: 'webhook',
  events: {
    push: {
      endpoint: '/push',
      methods: ['POST', 'GET'],
      verify: 'none',
      maxPayloadSize: '4Ki',
      payload: { type: ['object', 'array', 'string'] },
    },
  },
};

const event = JSON.stringify({ specversion: '1.0', id: '1', source: '/a', type: 'b', data: { é: [1.0, '\\"'] } });
const json = fc.oneof(
  fc.json({ maxDepth: 5 }),
  fc.constantFrom(event, `[${event},${event}]`, '7', '{"__proto__":{"a":1}}', '"\\ud800"'),
  fc
    .dictionary(
      fc.constantFrom(
        'specversion',
        'id',
        'source',
        'type',
        'time',
        'data',
        'data_base64',
        'datacontenttype',
        '__proto__',
        'x',
      ),
      fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('1.0', 'a', 'text/plain', 'YQ==')),
    )
    .map((value) => JSON.stringify(value)),
);
const cut = fc.tuple(json, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)));
const bytes = fc.uint8Array({ maxLength: 200 });
const large = fc.nat({ max: 100 }).map((more) => 'x'.repeat(4050 + more));
const body = fc.oneof(
  json,
  cut,
  bytes.map((b) => Buffer.from(b)),
  large,
);

const contentType = fc.oneof(
  fc.constantFrom(
    'application/json',
    'application/cloudevents+json',
    'application/cloudevents-batch+json',
    'application/cloudevents+xml',
    'application/x-www-form-urlencoded',
    'text/plain; charset=latin1',
    'text/plain; charset=',
    'application/json;charset=utf-16',
    'multipart/form-data; boundary=x',
    '/',
    'a/b; charset="',
  ),
  fc.stringMatching(/^[ -~]{0,30}$/),
);
const plain = {
  'content-type': contentType,
  'idempotency-key': fc.stringMatching(/^[!-~]{0,10}$/),
  traceparent: fc.stringMatching(/^[0-9a-f-]{0,55}$/),
  ['__proto__']: fc.constant('x'),
};
const cloudEvent = {
  'ce-specversion': fc.constantFrom('1.0', '0.3', ''),
  'ce-id': fc.stringMatching(/^[!-~]{0,10}$/),
  'ce-source': fc.constantFrom('/a', ' ', '%00', 'http://[', '%zz'),
  'ce-type': fc.constantFrom('b', '%F0%9F', '"'),
  'ce-time': fc.constantFrom('2026-01-01T00:00:00Z', 'now', '2026-99-99T99:99:99Z'),
};
const encoded = { 'content-encoding': fc.constantFrom('gzip', 'identity', 'br, gzip') };
const headers = fc.oneof(
  ...[plain, { ...plain, ...cloudEvent }, { ...plain, ...encoded }].map((model) =>
    fc.record(model, { requiredKeys: [] }),
  ),
);
const query = fc.stringMatching(/^[!-"$-~]{0,30}$/);

it('whatever is sent, the answer is clear, and every event that was accepted is stored', async () => {
  await using source = await startSource(webhook, spec);
  await source.ready;
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('GET', 'POST'), headers, body, query, async (method, headers, body, query) => {
      const before = source.bus.stored.length;
      const named = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const answer = await fetch(`${source.url}/push?${query}`, {
        method,
        headers: named,
        ...(method === 'POST' && { body }),
      });
      const said = (await answer.json()) as { id?: string; ids?: string[]; error?: string };
      const stored = source.bus.ids.slice(before);
      statuses.add(answer.status);
      if (answer.status === 202) expect(stored).toStrictEqual(said.ids ?? [said.id]);
      else {
        expect([202, 400, 413, 415, 422]).toContain(answer.status);
        expect([stored, said.error]).toStrictEqual([[], expect.stringMatching(/\w{3}/)]);
      }
    }),
    { numRuns: 2000, seed: 7 },
  );
  expect([...statuses].sort()).toStrictEqual([202, 400, 413, 415, 422]);
}, 60_000);
