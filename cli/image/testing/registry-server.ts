import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { freePorts } from '../../../runtime/support/testing/free-ports.ts';
import { findBinary, registryServer } from '../../../runtime/support/testing/go-server.ts';
import { until } from '../../../runtime/support/testing/until.ts';
import { startHttpServer } from './http-server.ts';

/** A registry of images on this machine. */
interface Registry extends AsyncDisposable {
  /** `127.0.0.1:<port>` */
  readonly host: string;
}

export const username = 'builder';
export const password = 'a password of tests';

type Auth = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Takes pushes from anybody. */
export function startRegistry(): Promise<Registry> {
  return start(() => ({}));
}

/** Asks for a user name and a password. */
export function startRegistryWithPassword(): Promise<Registry> {
  // bcrypt of the password above
  const line = `${username}:$2a$04$kdc6wfNuDbmcSuv/YAdASOSw0tzObfwtQoItqaB1fXQK3LejqoR52\n`;
  return start(async (folder) => {
    await writeFile(join(folder, 'htpasswd'), line);
    return { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } };
  });
}

/** Sends its clients to a token server, which gives what they ask for to whoever knows the password. */
export async function startRegistryWithTokens(): Promise<Registry> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = 'test';
  const tokens = await startHttpServer((incoming, response) => {
    const { searchParams } = new URL(incoming.url ?? '', 'http://localhost');
    const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    if (incoming.headers.authorization !== expected) return response.writeHead(401).end();
    const [type, name, actions = ''] = (searchParams.get('scope') ?? '').split(':');
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: 'test',
      sub: username,
      aud: searchParams.get('service'),
      iat: now,
      nbf: now - 10,
      exp: now + 60,
      jti: randomUUID(),
      access: [{ type, name, actions: actions.split(',') }],
    };
    const signed = [{ alg: 'ES256', typ: 'JWT', kid }, claims].map(toBase64).join('.');
    const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    response.end(JSON.stringify({ token: `${signed}.${signature.toString('base64url')}` }));
  });
  const realm = `http://${tokens.host}/token`;
  const registry = await start(async (folder) => {
    const jwks = join(folder, 'jwks.json');
    const key = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' };
    await writeFile(jwks, JSON.stringify({ keys: [key] }));
    return { token: { realm, service: 'registry', issuer: 'test', jwks } };
  });
  return {
    host: registry.host,
    async [Symbol.asyncDispose]() {
      await registry[Symbol.asyncDispose]();
      await tokens[Symbol.asyncDispose]();
    },
  };
}

async function start(configureAuth: (folder: string) => Auth | Promise<Auth>): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), 'registry-'));
  const [port] = await freePorts(1);
  const host = `127.0.0.1:${port}`;
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: host, secret: 'test' },
    auth: await configureAuth(folder),
  };
  const file = join(folder, 'config.yml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify(config));
  const child = spawn(findBinary(registryServer), ['serve', file], {
    stdio: 'ignore',
    env: { OTEL_TRACES_EXPORTER: 'none' },
  });
  const ended = once(child, 'close');
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the registry ended with ${child.exitCode}`);
    const answer = await request(`http://${host}/v2/`).catch(() => undefined);
    await answer?.body.dump();
    return answer !== undefined;
  });
  return {
    host,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function toBase64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
