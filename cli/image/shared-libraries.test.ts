import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readElf } from './elf.ts';
import { findNode } from './find-node.ts';
import { parsePlatform } from './platform.ts';
import { findSharedLibraries } from './shared-libraries.ts';

const here = parsePlatform(undefined);
const elsewhere = parsePlatform(here.architecture === 'amd64' ? 'linux/arm64' : 'linux/amd64');

it('the libraries of this Node are those that it has loaded', async () => {
  const { elf } = await findNode(undefined, here);
  const found = await findSharedLibraries('/', elf, here);
  expect(found.filter((path) => !existsSync(path))).toStrictEqual([]);
  const { sharedObjects } = process.report.getReport() as { readonly sharedObjects: readonly string[] };
  const loaded = sharedObjects.filter((path) => /\/(lib(c|m|stdc\+\+|gcc_s|dl|pthread)|ld-linux.*)\.so/.test(path));
  const names = found.map((path) => basename(path));
  expect(names).toEqual(expect.arrayContaining(loaded.map((path) => basename(path))));
  expect(loaded.length).toBeGreaterThan(3);
});

it('a file that is no program is none', async () => {
  expect(await readElf(import.meta.filename)).toBeUndefined();
});

it('another platform than that of Node here is refused with what to do', async () => {
  await expect(findNode(undefined, elsewhere)).rejects.toThrow(
    new RegExp(`is for linux/${here.architecture}, and the image is for linux/${elsewhere.architecture}; run this on`),
  );
});

it('a root without Node, or with one that is no program of Linux, is refused by its path', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sysroot-'));
  try {
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
