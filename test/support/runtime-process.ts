import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './source-file.ts';

/** The runtime as it ships, in a process of its own. */
export class RuntimeProcess implements AsyncDisposable {
  /** What it logged. */
  readonly lines: Record<string, unknown>[] = [];
  readonly exit: Promise<number | null>;
  readonly #child: ChildProcess;
  #wake = () => {};

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [join(root, 'dist/runtime/main.js'), ...args], {
      env: { PATH: process.env.PATH, PORT: '0', OPERATIONS_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.lines.push(JSON.parse(line));
      this.#wake();
    });
    this.exit = once(child, 'close').then(([code]: (number | null)[]) => {
      this.#wake();
      return code ?? null;
    });
  }

  /** Resolves with the first line that has this message. */
  async until(message: string): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.lines.find((line) => line.message === message);
      if (found) return found;
      if (this.#child.exitCode !== null) throw new Error(`it ended after ${JSON.stringify(this.lines)}`);
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill('SIGKILL');
    await this.exit;
  }
}
