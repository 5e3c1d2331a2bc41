import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A program of this folder as a process; disposing kills it. */
export interface StartedProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

export async function startProcess(program: URL, ...args: readonly string[]): Promise<StartedProcess> {
  const child = fork(program, args, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const ended = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error(`${program.pathname} ended before it was ready`))),
  ]);
  return { child, kill, [Symbol.asyncDispose]: kill };
}
