import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../clock.ts';
import { createTestAuthority } from '../testing/certificates.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { temporaryFiles } from '../testing/temporary-files.ts';
import type { KubernetesAccess } from './access.ts';
import type { KubernetesClient } from './client.ts';
import { connectKubernetes } from './connect.ts';
import { createTokenFile } from './token-file.ts';

interface TestServer extends AsyncDisposable {
  readonly port: number;
  readonly access: KubernetesAccess;
}

async function startServer(listener: RequestListener, tls?: { readonly cert: string; readonly key: string }) {
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const started: TestServer = {
    port,
    access: { server: `http${tls ? 's' : ''}://127.0.0.1:${port}`, namespace: 'ci', tls: {} },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return started;
}

function json(body: unknown, status = 200, headers: Record<string, string> = {}): RequestListener {
  return (_, response) => response.writeHead(status, headers).end(JSON.stringify(body));
}

const { signal } = new AbortController();
const get = (client: KubernetesClient, path = '/version') => client.request({ method: 'GET', path, signal });

describe('a request', () => {
  it('carries its path, body and content type, and the token', async () => {
    const received: unknown[] = [];
    await using server = await startServer(async (request, response) => {
      const { method, url, headers } = request;
      received.push([method, url, headers.authorization, headers['content-type'], JSON.parse(await text(request))]);
      response.end('{"kind":"ConfigMap"}');
    });
    const token = { read: async () => 't0ken', forget() {} };
    await using client = await connectKubernetes({ access: { ...server.access, token } });
    const path = '/api/v1/namespaces/ci/configmaps/a?fieldManager=x';
    const contentType = 'application/merge-patch+json';
    expect(await client.request({ method: 'PATCH', path, body: { data: {} }, contentType, signal })).toStrictEqual({
      kind: 'ConfigMap',
    });
    expect(received).toStrictEqual([['PATCH', path, 'Bearer t0ken', contentType, { data: {} }]]);
  });

  it('rejects with what a Status says', async () => {
    const status = { kind: 'Status', reason: 'AlreadyExists', message: 'configmaps "a" already exists' };
    await using server = await startServer(json(status, 409));
    await using client = await connectKubernetes(server);
    await expect(get(client)).rejects.toMatchObject({
      name: 'KubernetesError',
      status: 409,
      reason: 'AlreadyExists',
      message: 'configmaps "a" already exists',
      retryAfterMs: undefined,
    });
  });

  it.each([
    ['the header', { kind: 'Status' }, { 'retry-after': '7' }, 7000],
    ['the Status', { kind: 'Status', details: { retryAfterSeconds: 3 } }, {}, 3000],
  ])('is told by %s when to come again', async (_, body, headers, retryAfterMs) => {
    await using server = await startServer(json(body, 429, headers));
    await using client = await connectKubernetes(server);
    await expect(get(client)).rejects.toMatchObject({ status: 429, retryAfterMs });
  });

  it('rejects with the text of an answer that is no Status', async () => {
    await using server = await startServer((_, response) => response.writeHead(502).end('bad gateway\n'));
    await using client = await connectKubernetes(server);
    await expect(get(client)).rejects.toMatchObject({ status: 502, message: 'bad gateway', reason: undefined });
  });

  it('rejects where nobody listens, and says so', async () => {
    const server = await startServer(json({}));
    await server[Symbol.asyncDispose]();
    await using client = await connectKubernetes(server);
    await expect(get(client)).rejects.toMatchObject({
      status: undefined,
      message: expect.stringMatching(
        /^the API server at 127\.0\.0\.1:\d+ did not answer GET \/version: .*ECONNREFUSED/,
      ),
    });
  });

  it('ends with its signal, and with the reason of it', async () => {
    await using server = await startServer((_, response) => response.write('{'));
    await using client = await connectKubernetes(server);
    const controller = new AbortController();
    const answer = client.request({ method: 'GET', path: '/version', signal: controller.signal });
    controller.abort(new Error('drained'));
    await expect(answer).rejects.toThrow('drained');
  });

  it('says which API server took too long for what', async () => {
    await using server = await startServer(() => {});
    await using client = await connectKubernetes(server);
    const path = '/api/v1/namespaces/ci/configmaps/a?fieldManager=x';
    await expect(client.request({ method: 'PUT', path, signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      name: 'KubernetesError',
      status: undefined,
      message: expect.stringMatching(
        /^the API server at 127\.0\.0\.1:\d+ did not answer PUT \/api\/v1\/namespaces\/ci\/configmaps\/a: .*timeout/,
      ),
    });
  });

  it.each([
    ['a: Invalid value: "x \\"y\\" z": must be short', 'a: Invalid value: must be short'],
    ['[a: Invalid value: 7: too small, b: Required value]', '[a: Invalid value: too small, b: Required value]'],
    ['a: Invalid value: core.Spec{A:"x"}: bad', 'a: Invalid value'],
    ['a: Invalid value: "never ends', 'a: Invalid value'],
    ['a: Unsupported value: "x": supported values: "b"', 'a: Unsupported value: supported values: "b"'],
    ['map: map[a:x b:[y]] does not contain declared merge key: name', 'map does not contain declared merge key: name'],
    ['.data.a: expected string, got &value{Value:"x"}', '.data.a: expected string'],
    ['x'.repeat(2_000_000), `${'x'.repeat(500)} ...`],
  ])('rejects without the values that a message holds: %.60s', async (message, text) => {
    await using server = await startServer(json({ kind: 'Status', message }, 422));
    await using client = await connectKubernetes(server);
    await expect(get(client)).rejects.toMatchObject({ message: text });
  });

  it('refuses an answer above the limit', async () => {
    await using server = await startServer(json({ text: 'x'.repeat(2000) }));
    await using client = await connectKubernetes({ ...server, maxAnswerBytes: 1000 });
    await expect(get(client)).rejects.toThrow('the answer of the API server is longer than 1000 bytes');
  });
});

describe('TLS', () => {
  it('trusts the authority of the cluster, and no other', async () => {
    using authority = createTestAuthority();
    await using server = await startServer(json({ major: '1' }), authority.issue('127.0.0.1'));
    await using trusting = await connectKubernetes({ access: { ...server.access, tls: { ca: authority.cert } } });
    expect(await get(trusting)).toStrictEqual({ major: '1' });
    await using other = await connectKubernetes({ access: server.access });
    await expect(get(other)).rejects.toThrow('unable to verify the first certificate');
  });
});

describe('a token file', () => {
  it('is read again after a minute, and at once when the server refused the token', async () => {
    using files = temporaryFiles({ token: 'old\n' });
    const clock = new ManualClock();
    const received: unknown[] = [];
    await using server = await startServer(({ headers }, response) => {
      received.push(headers.authorization);
      response.writeHead(headers.authorization === 'Bearer revoked' ? 401 : 200).end('{}');
    });
    const token = createTokenFile(files.path('token'), clock);
    await using client = await connectKubernetes({ access: { ...server.access, token } });
    await get(client);
    files.write('token', 'revoked');
    await get(client);
    await clock.advance(60_000);
    await expect(get(client)).rejects.toMatchObject({ status: 401 });
    files.write('token', 'new');
    await get(client);
    expect(received).toStrictEqual(['Bearer old', 'Bearer old', 'Bearer revoked', 'Bearer new']);
  });

  it('that is missing is named', async () => {
    await expect(createTokenFile('/nowhere/token', systemClock).read()).rejects.toThrow(
      /^\/nowhere\/token: the token cannot be read: .*ENOENT/,
    );
  });
});

describe('discovery', () => {
  const jobs = { name: 'jobs', kind: 'Job', namespaced: true };
  const status = { name: 'jobs/status', kind: 'Job', namespaced: true };
  const cronJobs = { name: 'cronjobs', kind: 'CronJob', namespaced: true };

  it('asks once a group version, and again for a kind that the server did not know', async () => {
    const asked: unknown[] = [];
    const resources = [status, jobs];
    await using server = await startServer((request, response) => {
      asked.push(request.url);
      response.end(JSON.stringify({ resources }));
    });
    await using client = await connectKubernetes(server);
    const job = { apiVersion: 'batch/v1', kind: 'Job' };
    const both = await Promise.all([client.resource(job), client.resource(job)]);
    expect(both).toStrictEqual([
      { name: 'jobs', namespaced: true },
      { name: 'jobs', namespaced: true },
    ]);
    const cronJob = { apiVersion: 'batch/v1', kind: 'CronJob' };
    await expect(client.resource(cronJob)).rejects.toThrow(
      "the API server has no kind 'CronJob' in 'batch/v1'; is its CRD installed?",
    );
    resources.push(cronJobs);
    expect(await client.resource(cronJob)).toStrictEqual({ name: 'cronjobs', namespaced: true });
    expect(asked).toStrictEqual(['/apis/batch/v1', '/apis/batch/v1', '/apis/batch/v1']);
  });

  it('names a group that the server does not have', async () => {
    await using server = await startServer((_, response) => response.writeHead(404).end('404 page not found'));
    await using client = await connectKubernetes(server);
    await expect(client.resource({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' })).rejects.toMatchObject({
      message: "the API server has no 'argoproj.io/v1alpha1'; is its CRD installed?",
      status: 404,
    });
  });
});

describe('a watch', () => {
  it('yields events as they arrive, however they are cut, until the server ends it', async () => {
    await using server = await startServer((_, response) => {
      response.write('{"type":"ADDED","object":{"a":1}}\n{"type":"MODI');
      setImmediate(() => response.end('FIED","object":{"a":2}}\n'));
    });
    await using client = await connectKubernetes(server);
    expect(await all(client.watch('/api/v1/configmaps?watch=true', signal))).toStrictEqual([
      { type: 'ADDED', object: { a: 1 } },
      { type: 'MODIFIED', object: { a: 2 } },
    ]);
  });

  it('rejects where its position is too old', async () => {
    const object = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version: 1 (9)' };
    await using server = await startServer((_, response) =>
      response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`),
    );
    await using client = await connectKubernetes(server);
    await expect(all(client.watch('/api/v1/configmaps?watch=true', signal))).rejects.toMatchObject({
      status: 410,
      reason: 'Expired',
    });
  });

  it('waits for no other, however many there are, and no request waits for them', async () => {
    await using server = await startServer(({ url }, response) => {
      if (url === '/version') response.end('{}');
      else response.write('{"type":"BOOKMARK","object":{}}\n');
    });
    await using client = await connectKubernetes(server);
    const watches = Array.from({ length: 150 }, () =>
      client.watch('/api/v1/configmaps?watch=true', signal)[Symbol.asyncIterator](),
    );
    await Promise.all(watches.map((watch) => watch.next()));
    expect(await get(client)).toStrictEqual({});
    await Promise.all(watches.map((watch) => watch.return?.()));
  });

  it('lets go of its connection when nobody reads any more', async () => {
    let closed: () => void;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    await using server = await startServer((request, response) => {
      request.socket.once('close', closed);
      response.write('{"type":"BOOKMARK","object":{}}\n');
    });
    await using client = await connectKubernetes(server);
    for await (const _ of client.watch('/api/v1/configmaps?watch=true', signal)) break;
    await gone;
  });

  it('ends with its signal', async () => {
    await using server = await startServer((_, response) => response.write('{"type":"BOOKMARK","object":{}}\n'));
    await using client = await connectKubernetes(server);
    const controller = new AbortController();
    const watching = (async () => {
      for await (const _ of client.watch('/api/v1/configmaps?watch=true', controller.signal))
        controller.abort(new Error('drained'));
    })();
    await expect(watching).rejects.toThrow('drained');
  });
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

async function text(stream: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await all(stream)).toString();
}
