import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** A process in the background, whose output goes to a file. */
export interface Daemon extends AsyncDisposable {
  readonly pid: number;
  /** Throws, with the end of its output, where it has ended by itself. */
  check(): void;
  /** Kills it at once and waits for its end. */
  kill(): Promise<void>;
}

export interface DaemonOptions {
  readonly command: readonly [string, ...string[]];
  /** Gets standard output and error. */
  readonly log: string;
  readonly cwd?: string;
}

/** Starts a process that dies with this one, however this one ends. */
export function startDaemon({ command, log, cwd }: DaemonOptions): Daemon {
  const output = openSync(log, 'a');
  // the kernel kills it with its parent, so that a killed test run leaves nothing behind
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], { cwd, stdio: ['ignore', output, output] });
  closeSync(output);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return {
    get pid() {
      if (child.pid === undefined) throw new Error(`${command[0]} did not start`);
      return child.pid;
    },
    check() {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) return;
      const how =
        child.pid === undefined ? 'setpriv is not there; install util-linux' : (child.exitCode ?? child.signalCode);
      throw new Error(`${command.slice(0, 2).join(' ')} ended: ${how}\n${readFileSync(log, 'utf8').slice(-3000)}`);
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
