import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { findCredentials } from './credentials.ts';

const auth = (username: string) => ({ auth: Buffer.from(`${username}:pass:word`).toString('base64') });
const team = (registry: string) => ({ registry, repository: 'team/eventwright' });
const login = (username: string) => ({ username, password: 'pass:word' });

async function home(files: Readonly<Record<string, unknown>>) {
  const path = await mkdtemp(join(tmpdir(), 'home-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return {
    path,
    env: { HOME: path, XDG_RUNTIME_DIR: join(path, 'run') },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}

it('the login of podman goes before that of docker, and a file that the environment names before both', async () => {
  await using given = await home({
    '.config/containers/auth.json': { auths: { 'one.example.com': auth('podman') } },
    '.docker/config.json': { auths: { 'one.example.com': auth('docker'), 'two.example.com': auth('docker') } },
    'named.json': { auths: { 'one.example.com': auth('named') } },
  });
  expect(await findCredentials(team('one.example.com'), given.env)).toStrictEqual(login('podman'));
  expect(await findCredentials(team('two.example.com'), given.env)).toStrictEqual(login('docker'));
  const named = { ...given.env, REGISTRY_AUTH_FILE: join(given.path, 'named.json') };
  expect(await findCredentials(team('one.example.com'), named)).toStrictEqual(login('named'));
  expect(await findCredentials(team('two.example.com'), named)).toBeUndefined();
});

it('an entry is found under the names that tools have written', async () => {
  await using given = await home({
    '.docker/config.json': {
      auths: { 'https://index.docker.io/v1/': auth('hub'), 'https://one.example.com': { identitytoken: 'token' } },
    },
  });
  expect(await findCredentials(team('docker.io'), given.env)).toStrictEqual(login('hub'));
  expect(await findCredentials(team('one.example.com'), given.env)).toStrictEqual({ identityToken: 'token' });
});

it('the login of a repository goes before those of the namespaces around it, and theirs before the registry', async () => {
  const entries = ['one.example.com/team/eventwright', 'one.example.com/team', 'one.example.com'];
  for (const first of entries.keys()) {
    const kept = [...entries.slice(first), 'one.example.com/tea', 'one.example.com/team/event'];
    await using given = await home({
      '.docker/config.json': { auths: Object.fromEntries(kept.map((key) => [key, auth(key)])) },
    });
    expect(await findCredentials(team('one.example.com'), given.env)).toStrictEqual(login(String(entries[first])));
  }
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
  const found = await findCredentials(team('one.example.com'), env);
  expect(found).toStrictEqual({ username: 'for one.example.com', password: 's' });
});

it.each(['{', '"s3cret"', 'null', '{"auths":{"one.example.com":{"auth":"s3cret"x}}}'])(
  'a file that holds %j is told by its path, and quoted nowhere',
  async (content) => {
    await using given = await home({ '.docker/config.json': content });
    const path = join(given.path, '.docker/config.json');
    const error = await findCredentials(team('one.example.com'), given.env).catch((reason: Error) => reason);
    expect(error).toMatchObject({
      message: `${path}: cannot be read (it holds no JSON object); log in to the registry anew`,
    });
    expect(inspect(error)).not.toContain('s3cret');
  },
);

it('what is no file is told by its path', async () => {
  await using given = await home({ '.docker/config.json/x': '' });
  await expect(findCredentials(team('one.example.com'), given.env)).rejects.toThrow(
    `${join(given.path, '.docker/config.json')}: cannot be read (EISDIR)`,
  );
});

it.each(['{"Secret":"s3cret"', '{"Secret":"s3cret"}', '{"Username":"s3cret"}'])(
  'a credential helper that answers %s is told by its name, and quoted nowhere',
  async (answer) => {
    await using given = await home({
      '.docker/config.json': { credsStore: 'eventwright-test' },
      'bin/docker-credential-eventwright-test': `#!/bin/sh\nread registry\necho '${answer}'\n`,
    });
    await chmod(join(given.path, 'bin/docker-credential-eventwright-test'), 0o755);
    const env = { ...given.env, PATH: `${join(given.path, 'bin')}:${process.env.PATH}` };
    const error = await findCredentials(team('one.example.com'), env).catch((reason: Error) => reason);
    expect(error).toMatchObject({
      message:
        'docker-credential-eventwright-test: its answer for one.example.com is no login; log in to the registry anew',
    });
    expect(inspect(error)).not.toContain('s3cret');
  },
);
