import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommandError } from '../command/command-error.ts';
import type { Sbom } from './sbom.ts';
import type { TarEntry } from './tar.ts';

/** The runtime as this package ships it. */
export interface RuntimeBundle {
  readonly files: readonly TarEntry[];
  /** The packages of npm that are in it. */
  readonly sbom: Sbom;
}

/** Reads `dist/runtime`, as files of an image under `/app`. */
export async function readRuntimeBundle(): Promise<RuntimeBundle> {
  const folder = join(packageRoot(), 'dist/runtime');
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${folder} cannot be read (${error.code}); build it: npm run build`, { cause: error });
  });
  return {
    files: [
      { path: 'app/package.json', content: '{"type":"module"}\n' },
      ...names
        .filter((name) => /\.(js|txt)$/.test(name))
        .map((name) => ({ path: `app/${name}`, file: join(folder, name) })),
    ],
    sbom: JSON.parse(await readFile(join(folder, 'sbom.json'), 'utf8')),
  };
}

/** Where this package lies: this code is in its sources, or bundled. */
function packageRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (isOurs(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`${import.meta.dirname} is in no package 'eventwright'`);
  }
}

function isOurs(manifest: string): boolean {
  try {
    return JSON.parse(readFileSync(manifest, 'utf8')).name === 'eventwright';
  } catch {
    return false;
  }
}
