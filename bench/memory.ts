import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Figure, median } from './support/figure.ts';
import { writeProgram } from './support/program.ts';
import { startRuntime } from './support/start-runtime.ts';

const rounds = 3;
const settleMs = 5_000;

/** Resident memory of an idle runtime, with one sensor and with a hundred. */
export async function* memoryFigures(): AsyncIterable<Figure> {
  const one = await idle(1);
  yield { name: 'idle memory, 1 sensor', unit: 'MB', ours: one, goal: { of: 'ours', below: 120 } };
  const hundred = await idle(100);
  yield { name: 'idle memory, 100 sensors', unit: 'MB', ours: hundred };
  yield {
    name: 'idle memory, each further sensor',
    unit: 'MB',
    ours: (hundred - one) / 99,
    goal: { of: 'ours', below: 1 },
  };
}

async function idle(sensors: number): Promise<number> {
  await using program = await writeProgram({ target: 'http://127.0.0.1:9/', sensors });
  const sizes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await using runtime = startRuntime(program, `bench-${round}`);
    await runtime.ready();
    await delay(settleMs);
    const status = await readFile(`/proc/${runtime.pid}/status`, 'utf8');
    sizes.push(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
  }
  return median(sizes);
}
