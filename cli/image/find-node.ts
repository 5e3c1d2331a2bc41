import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkNode } from '../command/check-node.ts';
import { CommandError } from '../command/command-error.ts';
import { type Elf, readElf } from './elf.ts';
import { type Platform, platformName } from './platform.ts';
import { realPathIn } from './real-path.ts';

export interface Node {
  readonly path: string;
  readonly version: string;
  readonly elf: Elf;
}

/** The Node that this process is, or the one in the root of another file system. Throws where it is another platform's. */
export async function findNode(sysroot: string | undefined, platform: Platform): Promise<Node> {
  const path = sysroot === undefined ? process.execPath : await findIn(sysroot);
  const elf = await readElf(path);
  if (elf?.architecture !== platform.architecture) throw new CommandError(explainPlatform(path, elf, platform));
  const version = sysroot === undefined ? process.versions.node : await readVersion(path);
  checkNode(version);
  return { path, version, elf };
}

async function findIn(sysroot: string): Promise<string> {
  const places = ['/usr/local/bin/node', '/usr/bin/node'];
  for (const place of places) {
    const path = await realPathIn(sysroot, place);
    if (path !== undefined) return join(sysroot, path);
  }
  const paths = places.map((place) => join(sysroot, place));
  throw new CommandError(`--sysroot: there is no Node in ${sysroot}; it is looked for at ${paths.join(' and ')}`);
}

/** Nothing of another platform can be asked by running it; builds of nodejs.org carry where their sources are. */
async function readVersion(path: string): Promise<string> {
  const binary = await readFile(path);
  const start = binary.indexOf('https://nodejs.org/download/release/v');
  const [, version] = /\/v(\d+\.\d+\.\d+)\//.exec(binary.toString('latin1', start, start + 80)) ?? [];
  if (start >= 0 && version !== undefined) return version;
  throw new CommandError(
    `${path}: it does not say its version; take a build of nodejs.org, as the image node:24 has it`,
  );
}

function explainPlatform(path: string, elf: Elf | undefined, platform: Platform): string {
  const wanted = platformName(platform);
  const is = elf ? `for ${elf.architecture ? `linux/${elf.architecture}` : 'another platform'}` : 'no program of Linux';
  return `${path} is ${is}, and the image is for ${wanted}; run this on such a machine, or name the root of one's file system, with Node in it: --platform ${wanted} --sysroot <folder>`;
}
