import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { createLog, noLog } from '../support/log.ts';
import { EventSourceError } from './error.ts';
import type { HttpRequest, HttpRoute } from './http-routes.ts';
import { type HttpServer, type HttpServerOptions, startHttpServer } from './http-server.ts';

const start = (options: Partial<HttpServerOptions> = {}) =>
  startHttpServer({ port: 0, host: '127.0.0.1', log: noLog, ...options });

const route = (more: Partial<HttpRoute> = {}): HttpRoute => ({
  path: '/push',
  methods: ['POST'],
  maxBodyBytes: 1000,
  owner: 'ci/github',
  handle: async ({ body }) => ({ status: 202, body: { bytes: body.length } }),
  ...more,
});

async function ask({ port }: HttpServer, path: string, init?: RequestInit) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
  return { status: answer.status, body: await answer.json() };
}

/** What comes back for bytes that are sent in pieces, until the server closes. */
async function talk({ port }: HttpServer, ...pieces: (string | (() => Promise<unknown>))[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (text) => {
    heard += text;
  });
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  for (const piece of pieces) {
    if (typeof piece === 'string') socket.write(piece);
    else await piece();
  }
  await closed;
  return heard;
}

const head = (...headers: string[]) => `${['POST /push HTTP/1.1', 'Host: a', ...headers].join('\r\n')}\r\n\r\n`;

describe('a route', () => {
  it('is given the request as it was sent', async () => {
    await using server = await start();
    let given: HttpRequest | undefined;
    server.add(
      route({
        methods: ['PUT'],
        handle: async (request) => {
          given = request;
          return { status: 200 };
        },
      }),
    );
    expect(await ask(server, '/push?a=1&a=%20?', { method: 'PUT', body: 'é', headers: { 'X-A': 'b' } })).toStrictEqual({
      status: 200,
      body: {},
    });
    const { headers, ...rest } = given as HttpRequest;
    expect(rest).toStrictEqual({ method: 'PUT', path: '/push', search: 'a=1&a=%20?', body: Buffer.from('é') });
    expect(headers).toMatchObject({ 'x-a': 'b' });
  });

  it('shares its path with routes of other methods', async () => {
    await using server = await start();
    server.add(route());
    server.add(route({ methods: ['PUT'], owner: 'ci/other', handle: async () => ({ status: 200, body: { put: 1 } }) }));
    expect(await ask(server, '/push', { method: 'PUT' })).toStrictEqual({ status: 200, body: { put: 1 } });
    expect(await ask(server, '/push', { method: 'POST' })).toStrictEqual({ status: 202, body: { bytes: 0 } });
  });

  it('cannot take what another has, and takes nothing then', async () => {
    await using server = await start();
    server.add(route());
    const second = route({ methods: ['PUT', 'POST'], owner: 'ci/other' });
    expect(() => server.add(second)).toThrow(
      new EventSourceError('routeTaken', 'ci/other: ci/github listens on POST /push already, choose another endpoint'),
    );
    expect(await ask(server, '/push', { method: 'PUT' })).toMatchObject({ status: 405 });
  });

  it('is gone once disposed', async () => {
    await using server = await start();
    const added = server.add(route());
    added[Symbol.dispose]();
    added[Symbol.dispose]();
    expect(await ask(server, '/push', { method: 'POST' })).toStrictEqual({
      status: 404,
      body: { error: 'nobody listens on /push' },
    });
  });

  it('answers 503 for an unknown path while not everybody listens', async () => {
    let ready = false;
    await using server = await start({ ready: () => ready });
    expect(await ask(server, '/push')).toStrictEqual({
      status: 503,
      body: { error: 'not every event source listens yet, send it again' },
    });
    ready = true;
    expect((await ask(server, '/push')).status).toBe(404);
  });

  it('is matched whole', async () => {
    await using server = await start();
    server.add(route());
    for (const path of ['/push/', '/PUSH', '/pushes', '/', '/push%2F', '//push'])
      expect(await ask(server, path, { method: 'POST' })).toMatchObject({ status: 404 });
  });

  it('is found where a proxy writes the whole address', async () => {
    await using server = await start();
    server.add(route());
    const heard = await talk(
      server,
      'POST http://a.example/push?x HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    );
    expect(heard).toMatch(/^HTTP\/1.1 202 /);
  });

  it('may answer with text', async () => {
    await using server = await start();
    server.add(route({ methods: ['GET'], handle: async () => ({ status: 200, body: 'a 1\n' }) }));
    const answer = await fetch(`http://127.0.0.1:${server.port}/push`);
    expect([answer.headers.get('content-type'), await answer.text()]).toStrictEqual([
      'text/plain; charset=utf-8',
      'a 1\n',
    ]);
  });

  it('that rejects is answered 500, and only the log is told why', async () => {
    const lines: string[] = [];
    await using server = await start({ log: createLog((line) => lines.push(line)) });
    server.add(route({ handle: () => Promise.reject(new Error('s3cret')) }));
    expect(await ask(server, '/push', { method: 'POST' })).toStrictEqual({
      status: 500,
      body: { error: 'something failed here, send it again later' },
    });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ owner: 'ci/github', error: { message: 's3cret' } }]);
  });
});

it('a method that a path does not know is answered 405, with those it does', async () => {
  await using server = await start();
  server.add(route({ methods: ['POST', 'PUT'] }));
  const answer = await fetch(`http://127.0.0.1:${server.port}/push`);
  expect([answer.status, answer.headers.get('allow'), await answer.json()]).toStrictEqual([
    405,
    'POST, PUT',
    { error: '/push does not accept GET, use POST, PUT' },
  ]);
});

describe('a body', () => {
  it('of exactly the limit is accepted, in one piece or in many', async () => {
    await using server = await start();
    server.add(route());
    expect(await ask(server, '/push', { method: 'POST', body: 'x'.repeat(1000) })).toMatchObject({
      body: { bytes: 1000 },
    });
    const chunk = `64\r\n${'x'.repeat(100)}\r\n`;
    const heard = await talk(
      server,
      head('Transfer-Encoding: chunked', 'Connection: close'),
      chunk.repeat(10),
      '0\r\n\r\n',
    );
    expect(heard).toMatch(/\{"bytes":1000\}$/);
  });

  it('announced as too large is refused before any of it is read', async () => {
    await using server = await start({ limits: { lingerMs: 50 } });
    server.add(route());
    const heard = await talk(server, head('Content-Length: 1001'));
    expect(heard).toMatch(
      /^HTTP\/1.1 413 [\s\S]*connection: close[\s\S]*"the body is larger than 1000 bytes, send a smaller one"/i,
    );
  });

  it('that turns out too large is refused, and its sender gets to see why', async () => {
    await using server = await start();
    server.add(route());
    const megabytes = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 64; i++) controller.enqueue(new Uint8Array(64 * 1024));
        controller.close();
      },
    });
    const init = { method: 'POST', body: megabytes, duplex: 'half' } as RequestInit;
    expect(await ask(server, '/push', init)).toMatchObject({ status: 413 });
  });

  it('that is refused may still be written to its end: the connection is not reset', async () => {
    await using server = await start();
    server.add(route());
    const socket = connect(server.port, '127.0.0.1');
    const closed = once(socket, 'close');
    socket.write(head('Content-Length: 3000'));
    expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1.1 413 /);
    for (let i = 0; i < 3; i++) {
      await delay(10);
      expect(socket.writable).toBe(true);
      socket.write('x'.repeat(1000));
    }
    await closed;
  });

  it('for a path that nobody listens on does not break the answer', async () => {
    await using server = await start();
    expect(await ask(server, '/none', { method: 'POST', body: 'x'.repeat(5_000_000) })).toMatchObject({ status: 404 });
  });

  it('is asked for where the sender waits, and not where it will not be read', async () => {
    await using server = await start({ limits: { lingerMs: 20 } });
    server.add(route());
    const expecting = ['Expect: 100-continue', 'Connection: close'];
    expect(await talk(server, head(...expecting, 'Content-Length: 2'), 'ab')).toMatch(
      /^HTTP\/1.1 100 [\s\S]*HTTP\/1.1 202 /,
    );
    expect(await talk(server, head(...expecting, 'Content-Length: 2000'))).toMatch(/^HTTP\/1.1 413 /);
  });

  it('that ends early reaches no route', async () => {
    await using server = await start();
    let calls = 0;
    server.add(route({ handle: async () => ({ status: 200 + calls++ }) }));
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`${head('Content-Length: 10')}abc`);
    await delay(20);
    socket.destroy();
    expect(await ask(server, '/push', { method: 'POST' })).toMatchObject({ status: 200 });
  });
});

describe('what is no HTTP', () => {
  it.each([
    ['nonsense', 'hello\r\n\r\n', 400],
    ['no Host', 'POST /push HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n', 400],
    ['two lengths', head('Content-Length: 1', 'Content-Length: 2'), 400],
    ['a length and chunks', head('Content-Length: 1', 'Transfer-Encoding: chunked'), 400],
    ['chunks that are not the last encoding', head('Transfer-Encoding: chunked, identity'), 400],
    ['a broken chunk', `${head('Transfer-Encoding: chunked')}zz\r\n`, 400],
    ['a negative length', head('Content-Length: -1'), 400],
    ['a bare line feed in a header', 'POST /push HTTP/1.1\r\nHost: a\r\nX: a\nY: b\n\n', 400],
    ['too many headers', head(`X: ${'x'.repeat(20_000)}`), 431],
  ])('is refused: %s', async (_, bytes, status) => {
    await using server = await start({ limits: { lingerMs: 20 } });
    server.add(route());
    const heard = await talk(server, bytes);
    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('says what is wrong', async () => {
    await using server = await start({ limits: { lingerMs: 20 } });
    expect((await talk(server, 'hello\r\n\r\n')).split('\r\n')).toStrictEqual([
      'HTTP/1.1 400 Bad Request',
      'content-type: application/json',
      'content-length: 32',
      'connection: close',
      '',
      '{"error":"this is not HTTP/1.1"}',
    ]);
  });

  it('does not answer in place of the request before it', async () => {
    await using server = await start({ limits: { lingerMs: 20 } });
    const { promise, resolve } = Promise.withResolvers<void>();
    server.add(route({ handle: () => promise.then(() => ({ status: 202 })) }));
    const heard = await talk(server, head('Content-Length: 0'), () => delay(20), 'nonsense\r\n\r\n');
    resolve();
    expect(heard).toBe('');
  });

  it('never ends the server', async () => {
    await using server = await start({ limits: { lingerMs: 0 } });
    server.add(route());
    const bytes = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            'POST ',
            '/push',
            ' HTTP/1.1\r\n',
            'Host: a\r\n',
            'Content-Length: ',
            '5',
            '\r\n',
            '\r\n\r\n',
            'Transfer-Encoding: chunked\r\n',
            '0\r\n',
            'a:b\r\n',
            '\0',
            '\n',
          ),
        )
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (text) => {
        const socket = connect(server.port, '127.0.0.1').on('error', () => {});
        socket.end(text);
        await once(socket.resume(), 'close');
      }),
      { numRuns: 150 },
    );
    expect(await ask(server, '/push', { method: 'POST' })).toMatchObject({ status: 202 });
  });
});

it.each([
  ['headers', 'POST /push HTTP/1.1\r\nHost: a\r\n'],
  ['a body', `${head('Content-Length: 10')}a`],
])('a sender that dribbles %s is cut off', async (_, bytes) => {
  await using server = await start({ limits: { headersMs: 50, requestMs: 60, lingerMs: 20 } });
  server.add(route());
  expect(await talk(server, bytes)).toMatch(/^HTTP\/1.1 408 /);
});

describe('closing', () => {
  it('lets a request under way finish, and takes no further one', async () => {
    const server = await start();
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    server.add(
      route({
        async handle() {
          begun.resolve();
          await finish.promise;
          return { status: 202, body: { done: true } };
        },
      }),
    );
    const answer = ask(server, '/push', { method: 'POST' });
    await begun.promise;
    const closed = server[Symbol.asyncDispose]();
    await expect(fetch(`http://127.0.0.1:${server.port}/push`, { keepalive: false })).rejects.toThrow();
    finish.resolve();
    expect(await answer).toStrictEqual({ status: 202, body: { done: true } });
    await closed;
  });

  it('does not wait for connections on which nothing is under way', async () => {
    const server = await start();
    const socket = connect(server.port, '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
    const closed = once(socket.resume(), 'close');
    await delay(20);
    await server[Symbol.asyncDispose]();
    await closed;
  });

  it('gives up on a request that never ends', async () => {
    const server = await start({ limits: { closeMs: 50 } });
    server.add(route({ handle: () => new Promise(() => {}) }));
    const answer = fetch(`http://127.0.0.1:${server.port}/push`, { method: 'POST' });
    answer.catch(() => {});
    await delay(30);
    await server[Symbol.asyncDispose]();
    await expect(answer).rejects.toThrow();
  });

  it('is announced to senders by closing each connection with its answer', async () => {
    await using server = await start();
    server.add(route());
    server.drain();
    const answer = await fetch(`http://127.0.0.1:${server.port}/push`, { method: 'POST' });
    expect([answer.status, answer.headers.get('connection')]).toStrictEqual([202, 'close']);
  });

  it('may be asked for twice', async () => {
    const server = await start();
    await server[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
});

it('a port that is taken is an error that names it', async () => {
  await using server = await start();
  await expect(start({ port: server.port })).rejects.toMatchObject({
    code: 'cannotListen',
    message: expect.stringContaining(`cannot listen on port ${server.port}: `),
  });
});
