import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { CommandError } from '../../command/command-error.ts';

interface RunOptions {
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** Whether a program is there and ends well. */
export async function canRun(program: string, args: readonly string[]): Promise<boolean> {
  return runTool(program, args).then(
    () => true,
    () => false,
  );
}

/** What a program printed. Throws with what it complained of. */
export async function runTool(program: string, args: readonly string[], { env }: RunOptions = {}): Promise<string> {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${program} cannot be run (${error.code})`, { cause: error });
  });
  if (code === 0) return said;
  const reason = (complained.trim() || said.trim()).split('\n').slice(-10).join('\n');
  throw new CommandError(`'${[program, ...args].join(' ')}' ended with ${code ?? 'a signal'}:\n${reason}`);
}
