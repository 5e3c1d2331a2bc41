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
  });
}
