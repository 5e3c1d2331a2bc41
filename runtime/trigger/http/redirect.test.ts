import { type HttpTarget, startHttpTarget } from '../testing/http-target.ts';
import { openHttp } from './testing/open-http.ts';

const token = { name: 'api', key: 'token' };
const secrets = { 'api/token': 't0ken' };

/** An answer that leads each path on to another; any other path is there. */
function redirects(paths: Readonly<Record<string, readonly [status: number, location: string]>>): HttpTarget['answer'] {
  return (response, { path }) => {
    const [status, location] = paths[path] ?? [200];
    response.writeHead(status, location === undefined ? {} : { location }).end();
  };
}

describe('a redirect', () => {
  it.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [302, 'PUT', 'PUT', '{"a":1}'],
    [307, 'POST', 'POST', '{"a":1}'],
    [308, 'POST', 'POST', '{"a":1}'],
  ])('%i turns a %s into a %s', async (status, method, followed, body) => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp(
      { url: `${target.origin}/a`, followRedirects: 1, bearer: token },
      { method, secrets },
    );
    target.answer = redirects({ '/a': [status, '/b?c=d'] });
    expect(await trigger.send({ body: { a: 1 } })).toStrictEqual({ kind: 'done', detail: 'HTTP 200' });
    const { headers, ...rest } = target.received[1] ?? { headers: {} };
    expect(rest).toStrictEqual({ method: followed, path: '/b?c=d', body });
    expect(headers).toMatchObject({ 'idempotency-key': 'abc', authorization: 'Bearer t0ken' });
    expect('content-type' in headers).toBe(body !== '');
  });

  it('is not followed unless the action says so', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: `${target.origin}/a` });
    target.answer = redirects({ '/a': [302, '/b'] });
    expect(await trigger.send()).toStrictEqual({ kind: 'failed', reason: `127.0.0.1:${target.port} answered 302` });
  });

  it('is followed as often as the action says, and no further', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: `${target.origin}/a`, followRedirects: 3 });
    target.answer = redirects({ '/a': [307, '/a'] });
    expect(await trigger.send()).toStrictEqual({
      kind: 'failed',
      reason: `127.0.0.1:${target.port} redirects, after 3 redirects already`,
    });
    expect(target.received).toHaveLength(4);
  });

  it('to another host needs allowHosts', async () => {
    await using own = await startHttpTarget();
    await using other = await startHttpTarget();
    await using trigger = await openHttp({ url: `${own.origin}/a`, followRedirects: 1 });
    own.answer = redirects({ '/a': [307, `http://other.test:${other.port}/b`] });
    expect(await trigger.send()).toStrictEqual({
      kind: 'failed',
      reason: `an event leads to 'http://other.test:${other.port}', which is not the action's origin; name 'other.test:${other.port}' in allowHosts`,
    });
    expect(other.received).toStrictEqual([]);
  });

  it('to another host takes no credentials along, nor brings them back', async () => {
    await using own = await startHttpTarget();
    await using other = await startHttpTarget();
    const headers = { 'x-key': { secret: token }, 'x-team': 'ci' };
    await using trigger = await openHttp(
      { url: `${own.origin}/a`, followRedirects: 2, allowHosts: [`other.test:${other.port}`], bearer: token, headers },
      { secrets },
    );
    own.answer = redirects({ '/a': [307, `http://other.test:${other.port}/b`] });
    other.answer = redirects({ '/b': [307, `${own.origin}/c`] });
    expect(await trigger.send({ headers: { cookie: 'a=b' } })).toStrictEqual({ kind: 'done', detail: 'HTTP 200' });
    const seen = [own.received[0], other.received[0], own.received[1]].map((received) => {
      const { authorization, cookie, 'x-key': key, 'x-team': team } = received?.headers ?? {};
      return { authorization, cookie, key, team };
    });
    expect(seen).toStrictEqual([
      { authorization: 'Bearer t0ken', cookie: 'a=b', key: 't0ken', team: 'ci' },
      { authorization: undefined, cookie: undefined, key: undefined, team: 'ci' },
      { authorization: undefined, cookie: undefined, key: undefined, team: 'ci' },
    ]);
  });

  it.each(['http://169.254.169.254/latest/meta-data/', 'http://2852039166/', 'http://[::ffff:a9fe:a9fe]/'])(
    'to %s is never followed, even where allowHosts names it',
    async (location) => {
      await using target = await startHttpTarget();
      const allowHosts = ['169.254.169.254', '[::ffff:169.254.169.254]'];
      await using trigger = await openHttp({ url: `${target.origin}/a`, followRedirects: 1, allowHosts });
      target.answer = redirects({ '/a': [302, location] });
      expect(await trigger.send()).toMatchObject({
        kind: 'failed',
        reason: expect.stringContaining('metadata or link-local'),
      });
    },
  );
});
