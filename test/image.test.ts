import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeProgram } from '../bench/support/program.ts';
import { canRunContainers, startContainer, unpackImage } from '../cli/image/testing/container.ts';
import { version } from '../model/document/version.ts';
import { withoutNodes } from '../scripts/provision/node-machine.ts';
import { root } from './support/source-file.ts';

let folder: string;
let unpacked: Awaited<ReturnType<typeof unpackImage>>;

/** Runs a program in the test's folder; what it printed. */
function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

/** Unpacks the package as it is published, beside the packages that it names; its command line. */
async function installPackage(): Promise<string> {
  const tarball = run('npm', 'pack', root, '--silent', '--ignore-scripts').trim();
  run('tar', '-xf', tarball);
  const { dependencies, peerDependencies } = JSON.parse(await readFile(join(folder, 'package/package.json'), 'utf8'));
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, 'node_modules', name), link);
  }
  return 'package/dist/cli/main.js';
}

beforeAll(async () => {
  if (!existsSync(join(root, 'dist/runtime/sbom.json'))) throw new Error('dist is not built; run: npm run build');
  folder = await mkdtemp(join(tmpdir(), 'image-'));
  run(process.execPath, await installPackage(), 'image', '--builder', 'none', '--output', 'eventwright.tar');
  unpacked = await unpackImage(join(folder, 'eventwright.tar'));
}, 120_000);

afterAll(async () => {
  await unpacked?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

it('holds less than 150 MB, and no shell', () => {
  expect(unpacked.bytes).toBeLessThan(150e6);
  expect(existsSync(join(unpacked.root, 'bin/sh'))).toBe(false);
});

it('says of what it is made, inside and beside', async () => {
  const beside = await readFile(join(folder, 'eventwright.sbom.json'), 'utf8');
  expect(await readFile(join(unpacked.root, 'app/sbom.json'), 'utf8')).toBe(beside);
  const names = JSON.parse(beside).components.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(['node', 'undici', 'zod', 'nats-core']));
  expect(names).not.toContain('cdk8s');
});

const leftOut = withoutNodes() && !canRunContainers;
(leftOut ? describe.skip : describe)('a container, its root read-only, with no capability', () => {
  beforeAll(() => {
    if (canRunContainers) return;
    throw new Error(
      'containers need root and runc, which `npm run provision` installs; or set EVENTWRIGHT_WITHOUT_NODES=1 to leave them out',
    );
  });

  it('tells its version', async () => {
    await using container = await startContainer(unpacked, { args: ['--version'] });
    expect(await container.ended).toStrictEqual({ code: 0, said: `${version}\n` });
  });

  it('is nobody who may do anything', async () => {
    const program = `
      const { readFileSync, writeFileSync } = require('node:fs');
      const { username } = require('node:os').userInfo();
      const capabilities = /CapEff:\\s+(\\w+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
      let written;
      try { writeFileSync('/app/x', ''); written = 'written'; } catch (error) { written = error.code; }
      console.log(JSON.stringify({ username, uid: process.getuid(), capabilities, written }));`;
    await using container = await startContainer(unpacked, { entrypoint: ['/usr/local/bin/node', '-e', program] });
    const { said } = await container.ended;
    expect(JSON.parse(said)).toStrictEqual({
      username: 'eventwright',
      uid: 65532,
      capabilities: '0000000000000000',
      written: 'EROFS',
    });
  });

  it('resolves names as the machine it runs on does', async () => {
    const program =
      "require('node:dns').lookup('localhost', { family: 4 }, (error, address) => console.log(error ?? address))";
    await using container = await startContainer(unpacked, {
      entrypoint: ['/usr/local/bin/node', '-e', program],
      mounts: { '/etc/hosts': '/etc/hosts' },
    });
    expect(await container.ended).toStrictEqual({ code: 0, said: '127.0.0.1\n' });
  });

  it('becomes ready, and ends when it is told to', async () => {
    await using program = await writeProgram({ target: 'http://127.0.0.1:9/', sensors: 1 });
    await using container = await startContainer(unpacked, {
      args: ['worker'],
      env: { PORT: '0', OPERATIONS_PORT: '0', POD_NAMESPACE: 'bench' },
      mounts: { '/etc/eventwright/config': program.documents, '/etc/eventwright/secrets': program.secrets },
    });
    await container.ready();
    container.signal('TERM');
    expect((await container.ended).code).toBe(0);
  });
});
