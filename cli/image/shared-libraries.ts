import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command/command-error.ts';
import { type Elf, readElf } from './elf.ts';
import type { Platform } from './platform.ts';

type Architecture = Platform['architecture'];

/** Where the loaders of the distributions look by themselves, without a cache. */
const folders: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib64', '/usr/lib64', '/lib', '/usr/lib'],
  arm64: ['/lib/aarch64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/lib64', '/usr/lib64', '/lib', '/usr/lib'],
};

/** What glibc before 2.34 loads by name to resolve hosts; later ones need none of it. */
const loadedByName = ['libnss_dns.so.2', 'libnss_files.so.2'];

/**
 * The loader and all libraries that a program needs, directly or not, as paths in the root of a file system. They are
 * read out of the files, so that nothing of that root is run.
 */
export async function findSharedLibraries(root: string, program: Elf, platform: Platform): Promise<string[]> {
  const { architecture } = platform;
  const loader = program.interpreter;
  if (!loader?.includes('ld-linux'))
    throw new CommandError(
      'this Node is not linked with glibc, so its libraries cannot be gathered; use the official build of nodejs.org, or name the root of a Debian or Fedora: --sysroot <folder>',
    );
  const found = new Map<string, string>();
  const wanted = [...program.needed];
  for (const name of loadedByName) if (await findLibrary(root, name, architecture)) wanted.push(name);
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (found.has(name) || loader.endsWith(`/${name}`)) continue;
    const library = await findLibrary(root, name, architecture);
    if (!library)
      throw new CommandError(
        `${name}: Node needs it, and it is in none of ${folders[architecture].join(', ')} of ${root}; install it there`,
      );
    found.set(name, library.path);
    wanted.push(...library.elf.needed);
  }
  return [loader, ...found.values()].sort();
}

async function findLibrary(root: string, name: string, architecture: Architecture) {
  for (const folder of folders[architecture]) {
    const path = `${folder}/${name}`;
    if (!existsSync(join(root, path))) continue;
    const elf = await readElf(join(root, path));
    if (elf?.architecture === architecture) return { path, elf };
  }
  return undefined;
}
