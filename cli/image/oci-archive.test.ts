import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildOciImage, type OciImage, writeOciArchive } from './oci-archive.ts';

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'archive-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function unpack(archive: string, folder: string): Promise<void> {
  expect(spawnSync('tar', ['-xf', archive, '-C', folder], { encoding: 'utf8' }).stderr).toBe('');
}

const small: OciImage = {
  platform: { os: 'linux', architecture: 'amd64' },
  layers: [
    [
      { path: 'bin/run', content: 'run', mode: 0o755 },
      { path: 'tmp/', folder: true, mode: 0o1777 },
    ],
    [{ path: 'app/main.js', content: 'x'.repeat(513) }],
  ],
  config: { Entrypoint: ['/bin/run'], User: '65532:65532' },
};

const sha256 = (content: Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`;

it('every blob is what its digest says, and all are there', async () => {
  await using folder = await temporaryFolder();
  await using image = await buildOciImage(small);
  await writeOciArchive(image, { output: join(folder.path, 'image.tar'), name: 'localhost/small:1' });
  await unpack(join(folder.path, 'image.tar'), folder.path);

  const read = (path: string) => readFile(join(folder.path, path));
  const blob = (digest: string) => read(`blobs/sha256/${digest.slice('sha256:'.length)}`);
  const index = JSON.parse(String(await read('index.json')));
  const manifest = JSON.parse(String(await blob(index.manifests[0].digest)));
  const config = JSON.parse(String(await blob(manifest.config.digest)));

  expect(JSON.parse(String(await read('oci-layout')))).toStrictEqual({ imageLayoutVersion: '1.0.0' });
  for (const { digest, size } of [index.manifests[0], manifest.config, ...manifest.layers]) {
    const content = await blob(digest);
    expect({ digest: sha256(content), size: content.length }).toStrictEqual({ digest, size });
  }
  expect(await readdir(join(folder.path, 'blobs/sha256'))).toHaveLength(4);
  const layers = await Promise.all(manifest.layers.map(({ digest }: { digest: string }) => blob(digest)));
  expect(config.rootfs.diff_ids).toStrictEqual(layers.map((layer) => sha256(gunzipSync(layer))));
  expect(config.config).toStrictEqual({ Entrypoint: ['/bin/run'], User: '65532:65532' });
});

it('a layer has its folders, is owned by root, and knows no time', async () => {
  await using image = await buildOciImage(small);
  const [layer] = image.parts;
  const path = join(image.blobs, String(layer?.digest).slice('sha256:'.length));
  const listed = spawnSync('tar', ['--numeric-owner', '--utc', '-tvzf', path], { encoding: 'utf8' });
  expect(listed.stderr).toBe('');
  expect(listed.stdout.replaceAll(/ +/g, ' ')).toMatchInlineSnapshot(`
"drwxr-xr-x 0/0 0 1970-01-01 00:00 bin/
-rwxr-xr-x 0/0 3 1970-01-01 00:00 bin/run
drwxrwxrwt 0/0 0 1970-01-01 00:00 tmp/
"
`);
});

it('the same files make the same digest, whenever they were written and in whatever order they are named', async () => {
  await using folder = await temporaryFolder();
  const digests: string[] = [];
  for (const [n, sorted] of [true, false].entries()) {
    const file = join(folder.path, `${n}`);
    await writeFile(file, 'the same');
    await utimes(file, n, n);
    const entries = [
      { path: 'a', file },
      { path: 'b/c', content: 'c' },
    ];
    await using image = await buildOciImage({ ...small, layers: [sorted ? entries : entries.toReversed()] });
    digests.push(image.manifest.digest);
  }
  expect(digests[0]).toBe(digests[1]);
});

it('a path that a tar archive cannot hold is refused', async () => {
  const layers = [[{ path: 'x'.repeat(101), content: '' }]];
  await expect(buildOciImage({ ...small, layers })).rejects.toThrow('has at most 100 bytes');
});
