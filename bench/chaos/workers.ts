import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from '../support/program.ts';
import { freePortsFor, type Ports, type Runtime, startRuntime } from '../support/runtime.ts';
import type { Victim } from './victim.ts';

/** A replica of a worker, as a process. */
export interface Worker extends Victim, AsyncDisposable {
  readonly url: string;
}

export interface WorkersOptions {
  readonly count: number;
  readonly program: Program;
  readonly tell: (line: string) => void;
}

/** Replicas of one worker, ready. */
export async function startWorkers({ count, program, tell }: WorkersOptions): Promise<readonly Worker[]> {
  await using stack = new AsyncDisposableStack();
  const ports = await freePortsFor(count);
  const workers = ports.map((port, index) => createWorker({ name: `worker-${index}`, program, port, tell }));
  for (const worker of workers) stack.use(worker);
  await Promise.all(workers.map((worker) => worker.ready()));
  stack.move();
  return workers;
}

interface WorkerOptions {
  readonly name: string;
  readonly program: Program;
  readonly port: Ports;
  readonly tell: (line: string) => void;
}

function createWorker({ name, program, port, tell }: WorkerOptions): Worker & Pick<Runtime, 'ready'> {
  let starts = 0;
  const start = (): Runtime => {
    const runtime = startRuntime(program, `${name}-${starts++}`, port);
    runtime.process.stdout?.on('data', (text) => tell(`[${name}] ${String(text).trimEnd()}`));
    return runtime;
  };
  let runtime = start();
  return {
    name,
    url: `http://127.0.0.1:${port.events}/push`,
    ready: () => runtime.ready(),
    async kill() {
      await runtime[Symbol.asyncDispose]();
      runtime = start();
    },
    async freeze(forMs) {
      const frozen = runtime.process;
      frozen.kill('SIGSTOP');
      await delay(forMs);
      frozen.kill('SIGCONT');
    },
    [Symbol.asyncDispose]: () => runtime[Symbol.asyncDispose](),
  };
}
