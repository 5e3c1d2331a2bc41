import { version } from '../../model/document/version.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { suggest } from '../../model/suggest.ts';
import { checkArguments } from './check-arguments.ts';
import { checkNode } from './check-node.ts';
import type { Command } from './command.ts';
import { CommandError, usageError } from './command-error.ts';
import { helpOf, helpOfAll } from './help.ts';
import { toPrintableLines } from './printable.ts';

interface Surroundings {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly nodeVersion: string;
}

/** Runs the command that the arguments name; resolves with the exit code: 2 where they are wrong, 1 where it failed. */
export async function runCommand(
  commands: readonly Command[],
  [name, ...args]: readonly string[],
  { out, err, nodeVersion }: Surroundings,
): Promise<number> {
  try {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      out(helpOfAll(commands));
      return name === undefined ? 2 : 0;
    }
    if (name === '--version' || name === '-v') {
      out(`${version}\n`);
      return 0;
    }
    const command = commands.find((candidate) => candidate.name === name);
    if (!command)
      throw usageError(
        `${name}: no such command${suggest(
          name,
          commands.map((c) => c.name),
        )}`,
      );
    if (args.includes('--help') || args.includes('-h')) {
      out(helpOf(command));
      return 0;
    }
    checkArguments(command, args);
    checkNode(nodeVersion);
    return await command.run(args);
  } catch (error) {
    if (!(error instanceof CommandError || error instanceof InvalidSpecError)) throw error;
    err(`eventwright: ${toPrintableLines(error.message).join('\n')}\n`);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}
