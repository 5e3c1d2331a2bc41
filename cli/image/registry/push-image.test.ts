import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { request } from 'undici';
import { buildOciImage } from '../oci-archive.ts';
import { startHttpServer } from '../testing/http-server.ts';
import {
  password,
  startRegistry,
  startRegistryWithPassword,
  startRegistryWithTokens,
  username,
} from '../testing/registry-server.ts';
import { parseImageName } from './image-name.ts';
import { pushImage } from './push-image.ts';

const silent = () => {};
const small = () =>
  buildOciImage({
    platform: { os: 'linux', architecture: 'amd64' },
    layers: [[{ path: 'bin/run', content: 'run', mode: 0o755 }]],
    config: { Entrypoint: ['/bin/run'] },
  });

/** A login as `docker login` stores it, for the time of a test. */
async function logIn(host: string, secret = password) {
  const folder = await mkdtemp(join(tmpdir(), 'login-'));
  const before = process.env.REGISTRY_AUTH_FILE;
  const path = join(folder, 'auth.json');
  const auth = Buffer.from(`${username}:${secret}`).toString('base64');
  await writeFile(path, JSON.stringify({ auths: { [host]: { auth } } }));
  process.env.REGISTRY_AUTH_FILE = path;
  return {
    async [Symbol.asyncDispose]() {
      if (before === undefined) delete process.env.REGISTRY_AUTH_FILE;
      else process.env.REGISTRY_AUTH_FILE = before;
      await rm(folder, { recursive: true });
    },
  };
}

it('what was pushed is what the registry serves, by tag and by digest', async () => {
  await using registry = await startRegistry();
  await using image = await small();
  await pushImage(image, parseImageName(`${registry.host}/team/eventwright:1`), silent);
  const url = `http://${registry.host}/v2/team/eventwright`;
  const headers = { accept: image.manifest.mediaType };
  for (const reference of ['1', image.manifest.digest]) {
    const answer = await request(`${url}/manifests/${reference}`, { headers });
    expect(answer.headers['docker-content-digest']).toBe(image.manifest.digest);
    await answer.body.dump();
  }
  for (const { digest } of image.parts) {
    const answer = await request(`${url}/blobs/${digest}`);
    const content = Buffer.from(await answer.body.arrayBuffer());
    expect(`sha256:${createHash('sha256').update(content).digest('hex')}`).toBe(digest);
  }
});

it('what the registry has is not uploaded again', async () => {
  await using registry = await startRegistry();
  await using image = await small();
  const said: string[] = [];
  for (const tag of [1, 2])
    await pushImage(image, parseImageName(`${registry.host}/eventwright:${tag}`), (line) => said.push(line));
  expect(said.map((line) => line.replaceAll(/sha256:\w+/g, 'digest').replace(registry.host, 'host'))).toStrictEqual([
    'uploading digest (0.0 MB)',
    'uploading digest (0.0 MB)',
    'naming it host/eventwright:1',
    'digest (0.0 MB) is there already',
    'digest (0.0 MB) is there already',
    'naming it host/eventwright:2',
  ]);
});

describe.each([
  ['a password', startRegistryWithPassword],
  ['a token of another server', startRegistryWithTokens],
])('a registry that wants %s', (_, start) => {
  it('is given it with the stored login', async () => {
    await using registry = await start();
    await using _login = await logIn(registry.host);
    await using image = await small();
    await pushImage(image, parseImageName(`${registry.host}/team/eventwright:1`), silent);
  });

  it('without a login is an error that says how to log in', async () => {
    await using registry = await start();
    await using _login = await logIn('registry.example.com');
    await using image = await small();
    await expect(pushImage(image, parseImageName(`${registry.host}/eventwright:1`), silent)).rejects.toThrow(
      `${registry.host} wants a login; log in first: podman login ${registry.host}, or docker login ${registry.host}`,
    );
  });

  it('with a wrong password is an error that says so', async () => {
    await using registry = await start();
    await using _login = await logIn(registry.host, 'wrong');
    await using image = await small();
    await expect(pushImage(image, parseImageName(`${registry.host}/eventwright:1`), silent)).rejects.toThrow(
      /does not take the login that is stored here|does not let you push/,
    );
  });
});

/** A registry that wants a password, for what real ones do only with a store of their own behind them. */
function startScriptedRegistry(answers: Readonly<Record<string, (response: ServerResponse) => void>>) {
  return startHttpServer(async (incoming, response) => {
    await incoming.resume().toArray();
    if (!incoming.headers.authorization)
      return response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
    const answer = answers[incoming.method ?? ''];
    return answer ? answer(response) : response.writeHead(201).end();
  });
}

it('a store elsewhere that asks who uploads is never told, nor is a token server of its choice', async () => {
  const seen: string[] = [];
  await using store = await startHttpServer((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.url} ${incoming.headers.authorization}`);
    const challenge = `Bearer realm="http://${store.host}/token",service="s"`;
    incoming.resume().on('end', () => response.writeHead(401, { 'www-authenticate': challenge }).end());
  });
  await using registry = await startScriptedRegistry({
    HEAD: (response) => response.writeHead(404).end(),
    POST: (response) => response.writeHead(202, { location: `http://${store.host}/upload` }).end(),
  });
  await using _login = await logIn(registry.host);
  await using image = await small();
  await expect(pushImage(image, parseImageName(`${registry.host}/eventwright:1`), silent)).rejects.toThrow(
    `PUT http://${store.host}/upload: the store that ${registry.host} uploads to answered 401`,
  );
  expect(seen.map((line) => line.replace(/sha256%3A\w+/, 'digest'))).toStrictEqual([
    'PUT /upload?digest=digest undefined',
  ]);
});

it.each([301, 302, 307, 308])('a blob that the registry answers for with a redirect (%d) is there', async (status) => {
  await using registry = await startScriptedRegistry({
    HEAD: (response) => response.writeHead(status, { location: 'https://store.example.com/blob' }).end(),
  });
  await using _login = await logIn(registry.host);
  await using image = await small();
  const said: string[] = [];
  await pushImage(image, parseImageName(`${registry.host}/eventwright:1`), (line) => said.push(line));
  expect(said.filter((line) => line.endsWith('is there already'))).toHaveLength(image.parts.length);
});

it('a token server without TLS that is not on this machine is not asked', async () => {
  await using registry = await startHttpServer((_, response) =>
    response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://tokens.example.com/token"' }).end(),
  );
  await using _login = await logIn(registry.host);
  await using image = await small();
  await expect(pushImage(image, parseImageName(`${registry.host}/eventwright:1`), silent)).rejects.toThrow(
    `http://tokens.example.com: the token server of ${registry.host} has no TLS, so no login is sent to it`,
  );
});

it('a token server whose answer is none of JSON is an error that quotes nothing of it', async () => {
  await using tokens = await startHttpServer((_, response) => response.end('token: s3cret'));
  await using registry = await startHttpServer((_, response) =>
    response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${tokens.host}/token"` }).end(),
  );
  await using _login = await logIn(registry.host);
  await using image = await small();
  const failed = await pushImage(image, parseImageName(`${registry.host}/eventwright:1`), silent).catch(inspect);
  expect(failed).toContain(`http://${tokens.host}/token: the token server of ${registry.host} answered with no token`);
  expect(failed).not.toContain('s3cret');
});

it('a registry that nobody answers at is an error that names it', async () => {
  await using image = await small();
  await expect(pushImage(image, parseImageName('127.0.0.1:1/eventwright:1'), silent)).rejects.toThrow(
    "http://127.0.0.1:1 cannot be reached (ECONNREFUSED); is the registry's name right?",
  );
});
