import { createHmac } from 'node:crypto';
import { metaExtension } from '../../../model/event/event.ts';
import type { WebhookEventSourceSpec, WebhookEventSpec } from '../../../model/event-source/webhook.ts';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import { until } from '../../support/testing/until.ts';
import { type StartSourceOptions, startSource, type TestSource } from '../testing/start-source.ts';
import { webhook } from './adapter.ts';

const push: WebhookEventSpec = { endpoint: '/push', methods: ['POST'], verify: 'none', maxPayloadSize: '1Ki' };
const secret = { name: 'github', key: 'secret' };

async function start(event: Partial<WebhookEventSpec> = {}, options: StartSourceOptions = {}): Promise<TestSource> {
  return startWith({ push: { ...push, ...event } }, options);
}

async function startWith(events: WebhookEventSourceSpec['events'], options: StartSourceOptions = {}) {
  const source = await startSource(webhook, { kind: 'webhook', events }, options);
  await source.ready;
  return source;
}

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

async function send(source: TestSource, { path = '/push', method = 'POST', headers = {}, body }: Sent = {}) {
  const type = method === 'GET' ? {} : { 'content-type': 'application/json' };
  const init = { method, headers: { ...type, ...headers }, ...(method !== 'GET' && { body: body ?? '{"a":1}' }) };
  const answer = await fetch(source.url + path, init);
  return {
    status: answer.status,
    body: (await answer.json()) as { id: string; error: string },
    headers: answer.headers,
  };
}

const metaOf = (source: TestSource) => JSON.parse(source.bus.stored[0]?.event.extensions?.[metaExtension] ?? '');

describe('an accepted request', () => {
  it('is answered 202 with the id of the event that is stored', async () => {
    await using source = await start();
    const { status, body } = await send(source, { body: '{"a": 1.0}' });
    expect([status, source.bus.ids]).toStrictEqual([202, [body.id]]);
    const { event, subject } = source.bus.stored[0] ?? {};
    expect([subject, event?.datacontenttype, Buffer.from(event?.data ?? []).toString()]).toStrictEqual([
      'ew.e.ci.source.push',
      'application/json',
      '{"a": 1.0}',
    ]);
  });

  it('is answered only once its event is stored', async () => {
    await using source = await start();
    source.bus.state = 'hanging';
    let answered = false;
    const answer = send(source).finally(() => {
      answered = true;
    });
    await until(() => source.bus.waiting > 0);
    expect(answered).toBe(false);
    source.bus.resume();
    expect((await answer).status).toBe(202);
  });

  it('does not wait for others: a thousand are published at once', async () => {
    await using source = await start();
    source.bus.state = 'hanging';
    const answers = Array.from({ length: 1000 }, () => send(source));
    await until(() => source.bus.waiting >= 1000);
    source.bus.resume();
    expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toStrictEqual(new Set([202]));
  });

  it('tells its method, path, query and headers as meta, but nothing that proves who sent it', async () => {
    await using source = await start(
      { verify: { scheme: 'github', secrets: [secret] } },
      { secrets: { 'github/secret': 's' } },
    );
    const signature = `sha256=${createHmac('sha256', 's').update('{}').digest('hex')}`;
    await send(source, {
      path: '/push?tag=a&tag=b&c=%C3%A9',
      body: '{}',
      headers: {
        'X-Hub-Signature-256': signature,
        'X-Hub-Signature': 'sha1=0',
        Authorization: 'Bearer x',
        Cookie: 'a=b',
        'X-GitHub-Event': 'push',
      },
    });
    const { headers, ...meta } = metaOf(source);
    expect(meta).toStrictEqual({ method: 'POST', path: '/push', query: { tag: 'a, b', c: 'é' } });
    expect(Object.keys(headers).sort()).toStrictEqual([
      'accept',
      'accept-encoding',
      'accept-language',
      'connection',
      'content-length',
      'content-type',
      'host',
      'sec-fetch-mode',
      'user-agent',
      'x-github-event',
    ]);
  });

  it('keeps the trace that it belongs to', async () => {
    await using source = await start();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await send(source, { headers: { traceparent, tracestate: 'a=b' } });
    expect(source.bus.stored[0]?.event.extensions).toMatchObject({ traceparent, tracestate: 'a=b' });
  });
});

describe('a body', () => {
  it('of a form is kept as it is', async () => {
    await using source = await start();
    const type = 'application/x-www-form-urlencoded; charset=utf-8';
    expect(await send(source, { headers: { 'content-type': type }, body: 'a=%31' })).toMatchObject({ status: 202 });
    const { data, datacontenttype } = source.bus.stored[0]?.event ?? {};
    expect([Buffer.from(data ?? []).toString(), datacontenttype]).toStrictEqual(['a=%31', type]);
  });

  it('of any bytes is kept as it is', async () => {
    await using source = await start();
    const body = Uint8Array.from([0, 255, 10]);
    expect(await send(source, { headers: { 'content-type': 'image/png' }, body })).toMatchObject({ status: 202 });
    expect([...(source.bus.stored[0]?.event.data ?? [])]).toStrictEqual([0, 255, 10]);
  });

  it('that is missing is the query of a GET', async () => {
    await using source = await start({ methods: ['GET'] });
    expect(await send(source, { method: 'GET', path: '/push?a=1&b=%20' })).toMatchObject({ status: 202 });
    const { data, datacontenttype } = source.bus.stored[0]?.event ?? {};
    expect([Buffer.from(data ?? []).toString(), datacontenttype]).toStrictEqual([
      'a=1&b=%20',
      'application/x-www-form-urlencoded',
    ]);
  });

  it.each<[string, Sent, number, string]>([
    ['is broken JSON', { body: '{"a":' }, 400, 'the payload is not valid JSON'],
    [
      'is broken text',
      { headers: { 'content-type': 'text/plain' }, body: Uint8Array.of(0xc3) },
      400,
      'not valid utf-8',
    ],
    [
      'has an unknown charset',
      { headers: { 'content-type': 'text/plain; charset=klingon' } },
      415,
      "the charset 'klingon'",
    ],
    ['is compressed', { headers: { 'content-encoding': 'gzip' } }, 415, 'the Content-Encoding gzip is not read here'],
    ['has nonsense for a content type', { headers: { 'content-type': 'json' } }, 415, 'Content-Type is no media type'],
    ['is too large', { body: 'x'.repeat(1025) }, 413, 'larger than 1024 bytes'],
  ])('that %s is refused', async (_, sent, status, error) => {
    await using source = await start();
    expect(await send(source, sent)).toMatchObject({ status, body: { error: expect.stringContaining(error) } });
    expect(source.bus.stored).toStrictEqual([]);
  });

  it('that does not fit its schema is refused with the place that is wrong', async () => {
    await using source = await start({
      payload: { type: 'object', properties: { after: { type: 'string' } }, required: ['after'] },
    });
    expect(await send(source, { body: '{"after":7}' })).toMatchObject({
      status: 422,
      body: { error: 'the payload does not fit its schema: /after must be string', pointer: '/after' },
    });
    expect(await send(source, { body: '[]' })).toMatchObject({ status: 422, body: { pointer: '' } });
    expect(await send(source, { body: '{"after":"a"}' })).toMatchObject({ status: 202 });
    expect(source.observed).toContainEqual({
      kind: 'refused',
      eventSource: 'ci/source',
      reason: 'POST /push: 422, the payload does not fit its schema: /after must be string',
    });
  });

  it('nested beyond reason is refused by a schema that follows it', async () => {
    await using source = await start({
      maxPayloadSize: '1Mi',
      payload: { $defs: { list: { type: 'array', items: { $ref: '#/$defs/list' } } }, $ref: '#/$defs/list' },
    });
    expect(await send(source, { body: '['.repeat(100_000) + ']'.repeat(100_000) })).toMatchObject({
      status: 422,
      body: { error: 'the payload is nested too deeply' },
    });
  });
});

it('a request that does not prove who sent it is refused before it is read', async () => {
  const verify = { scheme: 'bearer', secrets: [secret] } as const;
  await using source = await start({ verify }, { secrets: { 'github/secret': 's3cret' } });
  const refused = await send(source, { body: '{"a":' });
  expect([refused.status, refused.headers.get('www-authenticate')]).toStrictEqual([
    401,
    'Bearer realm="eventwright", charset="UTF-8"',
  ]);
  expect(source.bus.stored).toStrictEqual([]);
  expect(await send(source, { headers: { authorization: 'Bearer s3cret' } })).toMatchObject({ status: 202 });
});

it('a secret that is rotated needs no restart', async () => {
  const verify = { scheme: 'bearer', secrets: [secret] } as const;
  await using source = await start({ verify }, { secrets: { 'github/secret': 'old' } });
  source.secrets['github/secret'] = 'new';
  expect(await send(source, { headers: { authorization: 'Bearer old' } })).toMatchObject({ status: 401 });
  expect(await send(source, { headers: { authorization: 'Bearer new' } })).toMatchObject({ status: 202 });
});

describe("an event's id", () => {
  it.each<[string, WebhookEventSpec['verify'], Record<string, string>, string | RegExp]>([
    ['the Idempotency-Key', 'none', { 'idempotency-key': '"k1"' }, 'k1'],
    ['the webhook-id', 'none', { 'webhook-id': 'w1', 'idempotency-key': 'k1' }, 'w1'],
    ["a new UUID, where GitHub's header is anybody's", 'none', { 'x-github-delivery': 'g1' }, /^[0-9a-f-]{36}$/],
    [
      "a CloudEvent's own",
      'none',
      { 'ce-id': 'c1', 'ce-source': '/a', 'ce-type': 'b', 'ce-specversion': '1.0', 'idempotency-key': 'k1' },
      'c1',
    ],
  ])('is %s', async (_, verify, headers, id) => {
    await using source = await start({ verify });
    expect((await send(source, { headers })).body.id).toEqual(typeof id === 'string' ? id : expect.stringMatching(id));
  });

  it("is GitHub's delivery, the same when it is delivered again", async () => {
    await using source = await start(
      { verify: { scheme: 'github', secrets: [secret] } },
      { secrets: { 'github/secret': 's' } },
    );
    const signature = `sha256=${createHmac('sha256', 's').update('{"a":1}').digest('hex')}`;
    const headers = { 'x-hub-signature-256': signature, 'x-github-delivery': 'g1' };
    await send(source, { headers });
    await send(source, { headers });
    expect(source.bus.ids).toStrictEqual(['g1', 'g1']);
  });
});

describe('the bus', () => {
  it.each([
    ['away', '5', 'the event was not stored, send it again'],
    ['full', '30', 'the event bus is full, nothing was stored, send it again later'],
  ] as const)('that is %s is a 503 that says when to come again', async (state, after, error) => {
    await using source = await start();
    source.bus.state = state;
    const { status, body, headers } = await send(source);
    expect([status, headers.get('retry-after'), body]).toStrictEqual([503, after, { error }]);
    source.bus.resume();
    expect((await send(source)).status).toBe(202);
  });

  it('that hangs is a 503 within 5 s', async () => {
    const clock = new ManualClock();
    await using source = await start({}, { clock });
    source.bus.state = 'hanging';
    const answer = send(source);
    await until(() => source.bus.waiting > 0);
    await clock.advance(4_999);
    expect(await answer).toMatchObject({ status: 503, body: { error: expect.stringContaining('in time') } });
  });

  it('is never given what it cannot carry', async () => {
    await using source = await start({ maxPayloadSize: '1Mi' });
    const body = JSON.stringify({ specversion: '1.0', id: '1', source: '/a', type: 'b', extra: 'x'.repeat(100_000) });
    const answer = await send(source, { headers: { 'content-type': 'application/cloudevents+json' }, body });
    expect(answer).toMatchObject({ status: 413, body: { error: expect.stringContaining('bytes of attributes') } });
  });
});

it('events may share a path by method', async () => {
  await using source = await startWith({ push, gone: { ...push, methods: ['DELETE', 'PUT'] } });
  await send(source);
  await send(source, { method: 'PUT' });
  expect(source.bus.stored.map(({ subject }) => subject)).toStrictEqual(['ew.e.ci.source.push', 'ew.e.ci.source.gone']);
  expect(await send(source, { method: 'PATCH' })).toMatchObject({ status: 405 });
  expect(await send(source, { path: '/none' })).toMatchObject({ status: 404 });
  expect(source.observed.filter(({ kind }) => kind === 'listening')).toStrictEqual([
    { kind: 'listening', eventSource: 'ci/source', where: 'POST /push' },
    { kind: 'listening', eventSource: 'ci/source', where: 'DELETE, PUT /push' },
  ]);
});

it('a source whose secret is missing is not open, and says which', async () => {
  await using source = await startSource(webhook, {
    kind: 'webhook',
    events: { push: { ...push, verify: { scheme: 'bearer', secrets: [secret] } } },
  });
  await until(() => source.observed.length > 0);
  expect(source.observed).toMatchObject([
    { kind: 'sourceFailed', error: { message: "ci/source: key 'secret' of Secret 'github' is missing" } },
  ]);
  expect(await send(source)).toMatchObject({ status: 404 });
});

it('a stop lets a request under way finish', async () => {
  await using source = await start();
  source.bus.state = 'hanging';
  const answer = send(source);
  await until(() => source.bus.waiting > 0);
  let stopped = false;
  const stopping = source.stop().finally(() => {
    stopped = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(stopped).toBe(false);
  source.bus.resume();
  expect((await answer).status).toBe(202);
  await stopping;
});

describe('a declaration', () => {
  it('whose events listen on the same requests is refused', () => {
    const events = { push, other: push };
    expect(() => webhook.check?.({ kind: 'webhook', events }, 'ci/github')).toThrow(
      "ci/github: webhook event 'other': 'push' takes POST /push already, choose another endpoint",
    );
  });

  it('that verifies a GET by its body, which it has not, is refused', () => {
    const verify = { scheme: 'github', secrets: [secret] } as const;
    const events = { push: { ...push, methods: ['GET'] as const, verify } };
    expect(() => webhook.check?.({ kind: 'webhook', events }, 'ci/github')).toThrow('a signature covers the body');
  });

  it('whose schema is none is refused', async () => {
    await using source = await startSource(webhook, {
      kind: 'webhook',
      events: { push: { ...push, payload: { type: 7 } } },
    });
    await until(() => source.observed.length > 0);
    expect(source.observed).toMatchObject([
      { error: { name: 'InvalidSpecError', message: expect.stringContaining("ci/source: event 'push': payload: ") } },
    ]);
  });
});
