import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OciImage } from '../oci-archive.ts';
import { builders } from './index.ts';

const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;
const empty: OciImage = { platform: { os: 'linux', architecture: 'amd64' }, layers: [], config: { Entrypoint: [] } };

/** A program `docker` that succeeds, and knows an image by the digests of repositories. */
async function installDocker(digests: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'docker-'));
  const before = process.env.PATH;
  await writeFile(join(folder, 'docker'), `#!/bin/sh\n[ "$1" = image ] && echo '${digests.join('\n')}'\nexit 0\n`);
  await chmod(join(folder, 'docker'), 0o755);
  process.env.PATH = `${folder}:${before}`;
  return {
    async [Symbol.asyncDispose]() {
      process.env.PATH = before;
      await rm(folder, { recursive: true });
    },
  };
}

async function push(name: string): Promise<string> {
  await using built = await builders.docker.build(empty, { name, say: () => {} });
  return await built.push();
}

it.each([
  ['registry.example.com/team/eventwright:1', 'registry.example.com/team/eventwright'],
  ['registry:5000/eventwright:1', 'registry:5000/eventwright'],
  ['docker.io/team/eventwright:1', 'team/eventwright'],
  ['docker.io/library/eventwright:1', 'eventwright'],
])('%s has the digest of its own repository, also where the image is in others', async (name, repository) => {
  const others = ['eventwright/old', `registry.example.com/${repository}`, `${repository}-old`, `old/${repository}`];
  await using _docker = await installDocker([
    ...others.map((other) => `${other}@${digestOf('a')}`),
    `${repository}@${digestOf('b')}`,
  ]);
  expect(await push(name)).toBe(digestOf('b'));
});

it('an image that docker knows no digest of in its repository is an error', async () => {
  await using _docker = await installDocker([`registry.example.com/old@${digestOf('a')}`]);
  await expect(push('registry.example.com/eventwright:1')).rejects.toThrow(
    'docker told no digest of registry.example.com/eventwright:1',
  );
});
