import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const main = resolve(import.meta.dirname, '../../cli/main.ts');

interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told each line of either stream. */
  readonly onLine?: (line: string) => void;
}

/** An `eventwright` command in a process of its own, read line by line. */
export class CommandLine implements AsyncDisposable {
  readonly lines: string[] = [];
  /** The exit code; 128 where a signal ended it. */
  readonly exit: Promise<number>;
  readonly #child: ChildProcess;
  #waiting: (() => void)[] = [];
  #ended = false;

  constructor(args: readonly string[], { cwd, env, onLine }: RunOptions) {
    const child = spawn(process.execPath, ['-C', 'eventwright-source', main, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        onLine?.(line);
        this.#wake();
      });
    this.exit = once(child, 'close').then(([code]: (number | null)[]) => {
      this.#ended = true;
      this.#wake();
      return code ?? 128;
    });
  }

  /** Resolves once the lines from `from` on fulfil a condition; rejects where the process ends, or after 20 s. */
  async until(holds: (lines: readonly string[]) => boolean, from = 0): Promise<readonly string[]> {
    const deadline = AbortSignal.timeout(20_000);
    deadline.addEventListener('abort', () => this.#wake());
    for (;;) {
      const lines = this.lines.slice(from);
      if (holds(lines)) return lines;
      if (this.#ended || deadline.aborted)
        throw new Error(`${this.#ended ? 'it ended' : 'nothing came for 20 s'} after:\n${this.lines.join('\n')}`);
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  /** As Ctrl-C does. */
  interrupt(): Promise<number> {
    this.#child.kill('SIGINT');
    return this.exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) this.#child.kill('SIGKILL');
    await this.exit;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
