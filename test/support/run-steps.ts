import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Step } from './walk-through.ts';

interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly limitMs: number;
}

/**
 * Types steps into one terminal; resolves with what each said. Rejects where a command fails, the time is over, or
 * something still runs at the end. Whatever they started has ended then.
 */
export async function runSteps(steps: readonly Step[], { cwd, env, limitMs }: RunOptions): Promise<readonly string[]> {
  const script = steps.map(({ commands }) => `${commands}printf '\\036'\n`).join('');
  const terminal = spawn('bash', ['-e', '-c', script], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  using processes = processesOf(terminal);
  const timer = setTimeout(() => processes.kill(), limitMs);
  const [said, complained, [code]] = await Promise.all([
    text(terminal.stdout),
    text(terminal.stderr),
    once(terminal, 'close') as Promise<[number | null]>,
  ]);
  clearTimeout(timer);
  const done = said.split('\x1e');
  const last = done.pop();
  if (code !== 0) {
    const what = code === null ? `was not done within ${limitMs} ms` : `ended with ${code}`;
    throw new Error(`${what}:\n${steps[done.length]?.commands}\nafter it said:\n${last}${complained}`);
  }
  if (processes.run()) throw new Error(`processes of the walk-through run after its end:\n${said}${complained}`);
  return done;
}

interface Processes extends Disposable {
  run(): boolean;
  kill(): void;
}

/** All processes that a terminal has started, which are of its group. */
function processesOf({ pid = 0 }: ChildProcess): Processes {
  const signal = (name: NodeJS.Signals | 0) => {
    try {
      return process.kill(-pid, name);
    } catch {
      return false; // none is left
    }
  };
  const kill = () => void signal('SIGKILL');
  process.once('exit', kill);
  return {
    run: () => signal(0),
    kill,
    [Symbol.dispose]() {
      process.off('exit', kill);
      kill();
    },
  };
}
