import { type HttpTarget, startHttpTarget } from '../testing/http-target.ts';
import { openHttp } from './testing/open-http.ts';

const token = { name: 'api', key: 'token' };

function answer(target: HttpTarget, status: number, headers: Record<string, string> = {}, body = ''): void {
  target.answer = (response) => response.writeHead(status, headers).end(body);
}

describe('an HTTP request', () => {
  it('is what the options and the template say, with the execution id', async () => {
    await using target = await startHttpTarget();
    const secrets = { 'api/token': 't0ken', 'api/key': 'k3y' };
    const headers = { 'x-team': 'ci', 'x-key': { secret: { name: 'api', key: 'key' } } };
    await using trigger = await openHttp(
      { url: `${target.origin}/v1?a=1`, headers, bearer: token },
      { method: 'PUT', secrets },
    );
    const template = { path: 'deploys/7', query: { b: 2 }, headers: { 'x-event': 'push' }, body: { sha: 'ümlaut' } };
    expect(await trigger.send(template)).toStrictEqual({ kind: 'done', detail: 'HTTP 204' });
    expect(target.received).toStrictEqual([
      {
        method: 'PUT',
        path: '/v1/deploys/7?a=1&b=2',
        headers: {
          host: `127.0.0.1:${target.port}`,
          connection: 'keep-alive',
          'user-agent': expect.stringMatching(/^eventwright\/\d/),
          'idempotency-key': 'abc',
          'content-type': 'application/json',
          'content-length': '17',
          'x-team': 'ci',
          'x-event': 'push',
          'x-key': 'k3y',
          authorization: 'Bearer t0ken',
        },
        body: '{"sha":"ümlaut"}',
      },
    ]);
  });

  it('carries basic credentials', async () => {
    await using target = await startHttpTarget();
    const basic = { username: 'ci', password: token };
    await using trigger = await openHttp({ url: target.origin, basic }, { secrets: { 'api/token': 'pä:ss' } });
    await trigger.send();
    const [, encoded = ''] = target.received[0]?.headers.authorization?.split(' ') ?? [];
    expect(Buffer.from(encoded, 'base64').toString()).toBe('ci:pä:ss');
  });

  it('carries a secret as it is now, on the connection of before', async () => {
    await using target = await startHttpTarget();
    const secrets = { 'api/token': 'old' };
    await using trigger = await openHttp({ url: target.origin, bearer: token }, { secrets });
    await trigger.send();
    secrets['api/token'] = 'new';
    await trigger.send();
    expect(target.received.map(({ headers }) => headers.authorization)).toStrictEqual(['Bearer old', 'Bearer new']);
  });

  it('is not sent while a secret is missing, and says which', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin, bearer: token });
    expect(await trigger.send()).toStrictEqual({
      kind: 'retry',
      reason: "ci/deploy/announce: key 'token' of Secret 'api' is missing",
    });
    expect(target.received).toStrictEqual([]);
  });

  it('is not sent where a secret is no header, and does not say the secret', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin, bearer: token }, { secrets: { 'api/token': 'a\nb' } });
    expect(await trigger.send()).toStrictEqual({
      kind: 'retry',
      reason: "the Secret of the header 'authorization' is not one line of text; correct it",
    });
  });

  it('is never sent for a template that is none', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin });
    expect(await trigger.send({ path: '../admin' })).toMatchObject({ kind: 'failed' });
    expect(target.received).toStrictEqual([]);
  });
});

describe('an HTTP answer', () => {
  it.each([
    [200, { kind: 'done', detail: 'HTTP 200' }],
    [299, { kind: 'done', detail: 'HTTP 299' }],
    [408, { kind: 'retry' }],
    [425, { kind: 'retry' }],
    [429, { kind: 'retry' }],
    [500, { kind: 'retry' }],
    [503, { kind: 'retry' }],
    [302, { kind: 'failed' }],
    [400, { kind: 'failed' }],
    [404, { kind: 'failed' }],
  ])('of %i is %p by default', async (status, outcome) => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin });
    answer(target, status);
    expect(await trigger.send()).toMatchObject(outcome);
  });

  it('means what expect and retryOn say', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin, expect: [409, '3xx'], retryOn: ['4xx'] });
    const kinds: string[] = [];
    for (const status of [409, 304, 404, 200, 500]) {
      answer(target, status);
      kinds.push((await trigger.send()).kind);
    }
    expect(kinds).toStrictEqual(['done', 'done', 'retry', 'failed', 'failed']);
  });

  it('that asks for patience is taken at its word', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin });
    answer(target, 429, { 'retry-after': '7' });
    expect(await trigger.send()).toMatchObject({ kind: 'retry', afterMs: 7000 });
    answer(target, 503, { 'retry-after': 'Sat, 21 Nov 2026 10:01:00 GMT' });
    expect(await trigger.send()).toMatchObject({ kind: 'retry', afterMs: 60_000 });
  });

  it('is quoted in one line, without the secrets that it repeats', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin, bearer: token }, { secrets: { 'api/token': 't0ken' } });
    answer(target, 422, {}, 'no such\r\n\tapp;\u0000 you are t0ken\n');
    expect(await trigger.send()).toStrictEqual({
      kind: 'failed',
      reason: `127.0.0.1:${target.port} answered 422: no such app; you are [secret]`,
    });
  });

  it('is not what informs beforehand', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin });
    target.answer = (response) => response.writeEarlyHints({ link: '</a>; rel=preload' }, () => response.destroy());
    expect(await trigger.send()).toMatchObject({ kind: 'retry' });
  });

  it('after an informational one is the one that counts', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin });
    target.answer = (response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' });
      response.writeHead(201).end();
    };
    expect(await trigger.send()).toStrictEqual({ kind: 'done', detail: 'HTTP 201' });
  });
});

describe('an HTTP request whose time is over', () => {
  it('is not sent any more once there is a connection', async () => {
    await using target = await startHttpTarget();
    const { promise: dnsAnswers, resolve } = Promise.withResolvers<void>();
    await using trigger = await openHttp({ url: `http://api.test:${target.port}` }, { dnsAnswers });
    const controller = new AbortController();
    const sending = trigger.send({ path: 'late' }, controller.signal);
    controller.abort(new Error('timed out after 30s'));
    expect(await sending).toStrictEqual({ kind: 'retry', reason: `api.test:${target.port}: timed out after 30s` });
    resolve();
    await trigger.send({ path: 'in-time' });
    expect(target.received.map(({ path }) => path)).toStrictEqual(['/in-time']);
  });
});

describe('a target that cannot be reached', () => {
  it('is tried again where nothing listens', async () => {
    const target = await startHttpTarget();
    await target[Symbol.asyncDispose]();
    await using trigger = await openHttp({ url: target.origin });
    expect(await trigger.send()).toStrictEqual({
      kind: 'retry',
      reason: `127.0.0.1:${target.port}: it refused the connection; nothing listens there`,
    });
  });

  it.each([
    ['ENOTFOUND', 'its name is unknown to DNS'],
    ['EAI_AGAIN', 'DNS does not answer'],
  ])('is tried again after DNS says %s', async (code, reason) => {
    await using trigger = await openHttp({ url: 'http://api.test:8080' }, { dnsError: code });
    expect(await trigger.send()).toStrictEqual({ kind: 'retry', reason: `api.test:8080: ${reason}` });
  });
});
