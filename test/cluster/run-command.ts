import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a command to its end and returns what it prints; rejects with what it complains of. */
export async function runCommand(command: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(command, args, { maxBuffer: 64 << 20 });
  return stdout;
}

/** Runs a command whose failure means that there was nothing to do. */
export async function tryCommand(command: string, ...args: readonly string[]): Promise<void> {
  await runCommand(command, ...args).catch(() => undefined);
}
