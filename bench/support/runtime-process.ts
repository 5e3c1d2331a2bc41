import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { until } from '../../runtime/support/testing/until.ts';

export interface Ports {
  readonly events: number;
  readonly operations: number;
}

const bundle = fileURLToPath(new URL('../../dist/runtime/main.js', import.meta.url));

/** The runtime as it ships, in a process of its own; on free ports unless its environment names others. */
export class RuntimeProcess implements AsyncDisposable {
  /** What it logged. */
  readonly lines: Record<string, unknown>[] = [];
  readonly exit: Promise<number | null>;
  readonly #child: ChildProcess;
  #ended = false;
  #wake = () => {};

  constructor(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    tell: (line: string) => void = () => {},
  ) {
    const child = spawn(process.execPath, [bundle, ...args], {
      env: { PATH: process.env.PATH, PORT: '0', OPERATIONS_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      tell(line);
      this.lines.push(JSON.parse(line));
      this.#wake();
    });
    this.exit = once(child, 'close').then(([code]: (number | null)[]) => {
      this.#ended = true;
      this.#wake();
      return code ?? null;
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Resolves with the first line that has this message. */
  async until(message: string): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.lines.find((line) => line.message === message);
      if (found) return found;
      this.#assertRunning();
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  /** Resolves with a worker's ports once its `/readyz` answers 200. */
  async ready(): Promise<Ports> {
    const { port, operationsPort } = await this.until('worker started');
    const url = `http://127.0.0.1:${operationsPort}/readyz`;
    await until(async () => {
      this.#assertRunning();
      const answer = await request(url).catch(() => undefined);
      await answer?.body.dump();
      return answer?.statusCode === 200;
    }, 2);
    return { events: Number(port), operations: Number(operationsPort) };
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) this.#child.kill('SIGKILL');
    await this.exit;
  }

  #assertRunning(): void {
    if (this.#ended) throw new Error(`it ended after ${JSON.stringify(this.lines)}; is dist/runtime built?`);
  }
}
