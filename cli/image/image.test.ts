import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../../model/document/version.ts';
import { type ImageOptions, image } from './image.ts';
import { startRegistry } from './testing/registry-server.ts';

async function run(options: Partial<ImageOptions>) {
  const folder = await mkdtemp(join(tmpdir(), 'image-'));
  const told: string[] = [];
  const dispose = () => rm(folder, { recursive: true, force: true });
  const all = { push: false, folder, say: () => {}, tell: (line: string) => void told.push(line), ...options };
  const code = await image(all).catch(async (error) => {
    await dispose();
    throw error;
  });
  return { folder, told, code, [Symbol.asyncDispose]: dispose };
}

it('what is pushed is noted by its digest, for synthesis', async () => {
  await using registry = await startRegistry();
  const tag = `${registry.host}/team/eventwright:1`;
  await using done = await run({ builder: 'none', push: true, tag });
  const lock = JSON.parse(await readFile(join(done.folder, 'eventwright.lock'), 'utf8'));
  expect(lock).toStrictEqual({ image: done.told[0], runtime: version });
  expect(lock.image).toMatch(new RegExp(`^${tag}@sha256:[0-9a-f]{64}$`));
});

it('what is only written to a file is noted nowhere: nothing could pull it', async () => {
  await using done = await run({ builder: 'none', output: 'out/eventwright.tar' });
  expect(done.told).toStrictEqual([`localhost/eventwright:${version}`]);
  expect(existsSync(join(done.folder, 'out/eventwright.tar'))).toBe(true);
  expect(existsSync(join(done.folder, 'out/eventwright.sbom.json'))).toBe(true);
  expect(existsSync(join(done.folder, 'eventwright.lock'))).toBe(false);
});

it.each([
  [
    'no builder of that name',
    { builder: 'podmann' },
    "--builder: 'podmann' is none; use podman, buildah, docker, none",
  ],
  ['nowhere to put it', { builder: 'none' }, 'say where the image is to go: --push --tag'],
  ['nowhere to push it', { push: true }, '--push: say where to, for example --tag registry.example.com/team/'],
  ['half a name', { tag: 'eventwright:1' }, "--tag: 'eventwright:1' is no full name"],
  ['no platform', { platform: 'windows/amd64' }, "--platform: 'windows/amd64' is none that there are images for"],
] as const)('%s is a mistake of the command line', async (_, options, message) => {
  await expect(run(options)).rejects.toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
  );
});
