import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findCredentials } from './credentials.ts';

const auth = (username: string) => ({ auth: Buffer.from(`${username}:pass:word`).toString('base64') });
const login = (username: string) => ({ username, password: 'pass:word' });

async function home(files: Readonly<Record<string, unknown>>) {
  const path = await mkdtemp(join(tmpdir(), 'home-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return { path, env: { HOME: path }, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

it('the login of podman goes before that of docker, and a file that the environment names before both', async () => {
  await using given = await home({
    '.config/containers/auth.json': { auths: { 'one.example.com': auth('podman') } },
    '.docker/config.json': { auths: { 'one.example.com': auth('docker'), 'two.example.com': auth('docker') } },
    'named.json': { auths: { 'one.example.com': auth('named') } },
  });
  expect(await findCredentials('one.example.com', given.env)).toStrictEqual(login('podman'));
  expect(await findCredentials('two.example.com', given.env)).toStrictEqual(login('docker'));
  const named = { ...given.env, REGISTRY_AUTH_FILE: join(given.path, 'named.json') };
  expect(await findCredentials('one.example.com', named)).toStrictEqual(login('named'));
  expect(await findCredentials('two.example.com', named)).toBeUndefined();
});

it('an entry is found under the names that tools have written', async () => {
  await using given = await home({
    '.docker/config.json': {
      auths: { 'https://index.docker.io/v1/': auth('hub'), 'https://one.example.com': { identitytoken: 'token' } },
    },
  });
  expect(await findCredentials('docker.io', given.env)).toStrictEqual(login('hub'));
  expect(await findCredentials('one.example.com', given.env)).toStrictEqual({ identityToken: 'token' });
});

it('a credential helper is asked for the registry', async () => {
  await using given = await home({
    '.docker/config.json': { credHelpers: { 'one.example.com': 'eventwright-test' } },
    'bin/docker-credential-eventwright-test': `#!/bin/sh
read registry
echo "{\\"ServerURL\\":\\"$registry\\",\\"Username\\":\\"for $registry\\",\\"Secret\\":\\"s\\"}"
`,
  });
  await chmod(join(given.path, 'bin/docker-credential-eventwright-test'), 0o755);
  const env = { ...given.env, PATH: `${join(given.path, 'bin')}:${process.env.PATH}` };
  const found = await findCredentials('one.example.com', env);
  expect(found).toStrictEqual({ username: 'for one.example.com', password: 's' });
});

it('a file that cannot be read is told by its path', async () => {
  await using given = await home({ '.docker/config.json': '{' });
  await expect(findCredentials('one.example.com', given.env)).rejects.toThrow(
    `${join(given.path, '.docker/config.json')}: cannot be read`,
  );
});
