import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realPathIn } from './real-path.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'root-'));
  await mkdir(join(root, 'usr/lib'), { recursive: true });
  await writeFile(join(root, 'usr/lib/libc.so'), '');
  for (const [name, target] of Object.entries({
    lib: 'usr/lib',
    'usr/lib/libc.so.6': 'libc.so',
    'usr/lib/absolute': '/lib/libc.so.6',
    'usr/lib/out': '../../../../../../usr/lib/libc.so',
    'usr/lib/host': '/proc/self/exe',
    'usr/lib/loop': 'loop',
  }))
    await symlink(target, join(root, name));
});

afterAll(() => rm(root, { recursive: true }));

it.each([
  ['/usr/lib/libc.so', '/usr/lib/libc.so'],
  ['/lib/libc.so.6', '/usr/lib/libc.so'],
  ['/lib/absolute', '/usr/lib/libc.so'],
  ['/lib/out', '/usr/lib/libc.so'],
  ['/lib', '/usr/lib'],
  ['/lib/host', undefined],
  ['/lib/loop', undefined],
  ['/lib/none', undefined],
  ['/lib/libc.so/none', undefined],
])('in that root %s is %s', async (path, real) => {
  expect(await realPathIn(root, path)).toBe(real);
});

it('in the root of this machine a path is what it is', async () => {
  expect(await realPathIn('/', '/proc/self/exe')).toBe(process.execPath);
});
