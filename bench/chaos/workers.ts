import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '../../runtime/support/testing/free-ports.ts';
import type { Program } from '../support/program.ts';
import type { Ports, RuntimeProcess } from '../support/runtime-process.ts';
import { startRuntime } from '../support/start-runtime.ts';
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
  const ports = await freePorts(2 * count);
  const workers = Array.from({ length: count }, (_, n) => {
    const [events, operations] = ports.slice(2 * n) as [number, number];
    return createWorker({ name: `worker-${n}`, program, ports: { events, operations }, tell });
  });
  for (const worker of workers) stack.use(worker);
  await Promise.all(workers.map((worker) => worker.ready()));
  stack.move();
  return workers;
}

interface WorkerOptions {
  readonly name: string;
  readonly program: Program;
  readonly ports: Ports;
  readonly tell: (line: string) => void;
}

function createWorker({ name, program, ports, tell }: WorkerOptions): Worker & Pick<RuntimeProcess, 'ready'> {
  let starts = 0;
  const start = (): RuntimeProcess =>
    startRuntime(program, `${name}-${starts++}`, { ports, tell: (line) => tell(`[${name}] ${line}`) });
  let runtime = start();
  return {
    name,
    url: `http://127.0.0.1:${ports.events}/push`,
    ready: () => runtime.ready(),
    async kill() {
      await runtime[Symbol.asyncDispose]();
      runtime = start();
    },
    async freeze(forMs) {
      const frozen = runtime;
      frozen.kill('SIGSTOP');
      await delay(forMs);
      frozen.kill('SIGCONT');
    },
    [Symbol.asyncDispose]: () => runtime[Symbol.asyncDispose](),
  };
}
