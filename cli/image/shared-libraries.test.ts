import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Elf, readElf } from './elf.ts';
import { findNode } from './find-node.ts';
import { parsePlatform } from './platform.ts';
import { findSharedLibraries } from './shared-libraries.ts';

const here = parsePlatform(undefined);
const elsewhere = parsePlatform(here.architecture === 'amd64' ? 'linux/arm64' : 'linux/amd64');

it('the libraries of this Node are those that it has loaded', async () => {
  const { elf } = await findNode(undefined, here);
  const found = await findSharedLibraries('/', elf, here);
  expect(found.filter(({ realPath }) => !existsSync(realPath))).toStrictEqual([]);
  const { sharedObjects } = process.report.getReport() as { readonly sharedObjects: readonly string[] };
  const loaded = sharedObjects.filter((path) => /\/(lib(c|m|stdc\+\+|gcc_s|dl|pthread)|ld-linux.*)\.so/.test(path));
  const names = found.map(({ path }) => basename(path));
  expect(names).toEqual(expect.arrayContaining(loaded.map((path) => basename(path))));
  expect(loaded.length).toBeGreaterThan(3);
});

/** A root with a program that needs a loader and nothing else; both are this Node. */
async function rootWithProgram() {
  const root = await mkdtemp(join(tmpdir(), 'sysroot-'));
  const program: Elf = { architecture: here.architecture, interpreter: '/lib64/ld-linux.so.2', needed: [] };
  await mkdir(join(root, 'lib64'));
  await mkdir(join(root, 'lib'));
  return {
    root,
    loader: join(root, 'lib64/ld-linux.so.2'),
    find: () => findSharedLibraries(root, program, here),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}

it('a loader behind an absolute link is that of the root', async () => {
  await using given = await rootWithProgram();
  await symlink('/lib/ld.so', given.loader);
  await symlink(process.execPath, join(given.root, 'lib/ld.so'));
  await expect(given.find()).rejects.toThrow(`/lib64/ld-linux.so.2: it is the loader of Node, and ${given.root} has`);
  await rm(join(given.root, 'lib/ld.so'));
  await copyFile(process.execPath, join(given.root, 'lib/ld.so'));
  expect(await given.find()).toStrictEqual([{ path: '/lib64/ld-linux.so.2', realPath: '/lib/ld.so' }]);
});

it('a loader that is missing, none, or of another platform is refused by its path', async () => {
  await using given = await rootWithProgram();
  const refused = `/lib64/ld-linux.so.2: it is the loader of Node, and ${given.root} has none for linux/${here.architecture} there; install glibc in it`;
  await expect(given.find()).rejects.toThrow(refused);
  await writeFile(given.loader, '#!/bin/sh\n');
  await expect(given.find()).rejects.toThrow(refused);
  const foreign = await readFile(process.execPath);
  foreign.writeUInt16LE(elsewhere.architecture === 'arm64' ? 183 : 62, 18);
  await writeFile(given.loader, foreign);
  await expect(given.find()).rejects.toThrow(refused);
});

it('a file that is no program is none', async () => {
  expect(await readElf(import.meta.filename)).toBeUndefined();
});

it('another platform than that of Node here is refused with what to do', async () => {
  await expect(findNode(undefined, elsewhere)).rejects.toThrow(
    new RegExp(`is for linux/${here.architecture}, and the image is for linux/${elsewhere.architecture}; run this on`),
  );
});

it("a root without Node, with this machine's, or with one that is no program of Linux, is refused by its path", async () => {
  const root = await mkdtemp(join(tmpdir(), 'sysroot-'));
  try {
    await mkdir(join(root, 'usr/local/bin'), { recursive: true });
    await symlink(process.execPath, join(root, 'usr/local/bin/node'));
    await expect(findNode(root, here)).rejects.toThrow(`--sysroot: there is no Node in ${root}; it is looked for at`);
    await mkdir(join(root, 'usr/bin'), { recursive: true });
    await writeFile(join(root, 'usr/bin/node'), '#!/bin/sh\n');
    await expect(findNode(root, here)).rejects.toThrow('usr/bin/node is no program of Linux');
  } finally {
    await rm(root, { recursive: true });
  }
});

it.each(['linux/s390x', 'amd64', ''])("'%s' is no platform", (name) => {
  expect(() => parsePlatform(name)).toThrow('use linux/amd64 or linux/arm64');
});
