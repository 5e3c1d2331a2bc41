import { join } from 'node:path';
import { CommandError } from '../command/command-error.ts';
import { type Elf, readElf } from './elf.ts';
import { type Platform, platformName } from './platform.ts';
import { realPathIn } from './real-path.ts';

type Architecture = Platform['architecture'];

/** A file in the root of a file system, by absolute paths in there. */
export interface SharedLibrary {
  /** Where programs look for it. */
  readonly path: string;
  /** Where its content lies, links followed. */
  readonly realPath: string;
}

interface Found extends SharedLibrary {
  readonly elf: Elf;
}

/** Where the loaders of the distributions look by themselves, without a cache. */
const folders: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib64', '/usr/lib64', '/lib', '/usr/lib'],
  arm64: ['/lib/aarch64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/lib64', '/usr/lib64', '/lib', '/usr/lib'],
};

/** What glibc before 2.34 loads by name to resolve hosts; later ones need none of it. */
const loadedByName = ['libnss_dns.so.2', 'libnss_files.so.2'];

/**
 * The loader and all libraries that a program needs, directly or not. They are read out of the files, so that nothing of
 * that root is run.
 */
export async function findSharedLibraries(root: string, program: Elf, platform: Platform): Promise<SharedLibrary[]> {
  const { architecture } = platform;
  const loader = await findLoader(root, program, platform);
  const found = new Map<string, SharedLibrary>();
  const wanted = [...program.needed];
  for (const name of loadedByName) if (await findLibrary(root, name, architecture)) wanted.push(name);
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (found.has(name) || loader.path.endsWith(`/${name}`)) continue;
    const library = await findLibrary(root, name, architecture);
    if (!library)
      throw new CommandError(
        `${name}: Node needs it, and it is in none of ${folders[architecture].join(', ')} of ${root}; install it there`,
      );
    const { elf, ...where } = library;
    found.set(name, where);
    wanted.push(...elf.needed);
  }
  return [loader, ...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function findLoader(root: string, { interpreter }: Elf, platform: Platform): Promise<SharedLibrary> {
  if (!interpreter?.includes('ld-linux'))
    throw new CommandError(
      'this Node is not linked with glibc, so its libraries cannot be gathered; use the official build of nodejs.org, or name the root of a Debian or Fedora: --sysroot <folder>',
    );
  const loader = await readLibrary(root, interpreter, platform.architecture);
  if (loader) return { path: interpreter, realPath: loader.realPath };
  throw new CommandError(
    `${interpreter}: it is the loader of Node, and ${root} has none for ${platformName(platform)} there; install glibc in it`,
  );
}

async function findLibrary(root: string, name: string, architecture: Architecture): Promise<Found | undefined> {
  for (const folder of folders[architecture]) {
    const library = await readLibrary(root, `${folder}/${name}`, architecture);
    if (library) return library;
  }
  return undefined;
}

async function readLibrary(root: string, path: string, architecture: Architecture): Promise<Found | undefined> {
  const realPath = await realPathIn(root, path);
  const elf = realPath === undefined ? undefined : await readElf(join(root, realPath));
  return realPath !== undefined && elf?.architecture === architecture ? { path, realPath, elf } : undefined;
}
