import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeContext } from '../context.ts';
import { platformName } from '../platform.ts';
import type { Builder } from './contract.ts';
import { canRun, runTool } from './run-tool.ts';

/** How a program that builds images is called. */
export interface ContainerTool {
  readonly program: string;
  /** Beside the file, the platform, the tag and the folder. */
  readonly build: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  save(name: string, output: string): readonly string[];
  /** Pushes; its digest ends up in a file, or is what `findDigest` finds. */
  push(name: string, digestFile: string): readonly string[];
  findDigest?(name: string): Promise<string | undefined>;
}

/** A builder that hands files and a Containerfile to a program. */
export function createContainerTool(tool: ContainerTool): Builder {
  const { program, env } = tool;
  return {
    isThere: () => canRun(program, ['info']),
    async build(image, { name, say }) {
      const folder = await mkdtemp(join(tmpdir(), 'eventwright-context-'));
      try {
        say(`building with ${program}`);
        const file = await writeContext(image, folder);
        const what = ['--file', file, '--platform', platformName(image.platform), '--tag', name, folder];
        await runTool(program, ['build', ...tool.build, ...what], { env });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      return {
        kept: `it is kept by ${program} as ${name}`,
        save: async (output) => {
          await rm(output, { force: true });
          await runTool(program, tool.save(name, output));
        },
        push: () => push(tool, name, say),
        [Symbol.asyncDispose]: async () => {},
      };
    },
  };
}

async function push(tool: ContainerTool, name: string, say: (line: string) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-push-'));
  try {
    const file = join(folder, 'digest');
    say(`pushing with ${tool.program}`);
    await runTool(tool.program, tool.push(name, file));
    const digest = tool.findDigest ? await tool.findDigest(name) : (await readFile(file, 'utf8')).trim();
    if (digest) return digest;
    throw new Error(`${tool.program} told no digest of ${name}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
