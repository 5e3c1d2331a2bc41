import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from '../support/program.ts';
import { freePortsFor, type Runtime, startRuntime } from '../support/runtime.ts';

/** Replicas of one worker, as processes. */
export interface Workers extends AsyncDisposable {
  readonly urls: readonly string[];
  /** `kill -9`, and starts it again. */
  kill(index: number): Promise<void>;
  /** `SIGSTOP`, and `SIGCONT` after a time. */
  freeze(index: number, forMs: number): Promise<void>;
}

export interface WorkersOptions {
  readonly count: number;
  readonly program: Program;
  readonly tell: (line: string) => void;
}

export async function startWorkers({ count, program, tell }: WorkersOptions): Promise<Workers> {
  const ports = await freePortsFor(count);
  let starts = 0;
  const start = (index: number): Runtime => {
    const runtime = startRuntime(program, `worker-${index}-${starts++}`, ports[index] as (typeof ports)[number]);
    runtime.process.stdout?.on('data', (text) => tell(`[worker ${index}] ${String(text).trimEnd()}`));
    return runtime;
  };
  const runtimes = ports.map((_, index) => start(index));
  const stop = async () => void (await Promise.all(runtimes.map((runtime) => runtime[Symbol.asyncDispose]())));
  try {
    await Promise.all(runtimes.map((runtime) => runtime.ready()));
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    urls: ports.map(({ events }) => `http://127.0.0.1:${events}/push`),
    async kill(index) {
      await runtimes[index]?.[Symbol.asyncDispose]();
      runtimes[index] = start(index);
    },
    async freeze(index, forMs) {
      const frozen = runtimes[index]?.process;
      frozen?.kill('SIGSTOP');
      await delay(forMs);
      frozen?.kill('SIGCONT');
    },
    [Symbol.asyncDispose]: stop,
  };
}
