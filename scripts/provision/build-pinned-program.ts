import { execFileSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOnce } from './build-once.ts';
import { type PinnedProgram, toPinnedBinary, toSourceFolder, toVersion } from './pinned-program.ts';

/** Builds a program from its folder in `scripts/cluster/`. */
export async function buildPinnedProgram(program: PinnedProgram): Promise<void> {
  const { name, package: command = '.', tags = '', variables } = program;
  const version = toVersion(program);
  const sets = Object.entries(variables?.(version) ?? {}).map(([variable, value]) => `-X ${variable}=${value}`);
  await buildOnce({
    title: `${name} ${version}`,
    binary: toPinnedBinary(program),
    args: (folder) => [
      'build',
      '-trimpath',
      `-tags=${tags}`,
      `-ldflags=-s -w ${sets.join(' ')}`,
      '-o',
      `${folder}/${name}`,
      command,
    ],
    cwd: toSourceFolder(program),
    complete: (folder) => copyFiles(program, folder),
  });
}

async function copyFiles(program: PinnedProgram, folder: string): Promise<void> {
  if (!program.files) return;
  const list = ['list', '-m', '-f', '{{.Dir}}', program.of];
  const module = execFileSync('go', list, { cwd: toSourceFolder(program), encoding: 'utf8' }).trim();
  await cp(join(module, program.files), join(folder, 'files'), { recursive: true });
}
