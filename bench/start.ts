import { type Figure, median } from './support/figure.ts';
import { writeProgram } from './support/program.ts';
import { startRuntime } from './support/start-runtime.ts';

const rounds = 7;

/** From the start of the process to readiness, with one source and one sensor. */
export async function* startFigures(): AsyncIterable<Figure> {
  await using program = await writeProgram({ target: 'http://127.0.0.1:9/', sensors: 1 });
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    await using runtime = startRuntime(program, `bench-${round}`);
    await runtime.ready();
    times.push(performance.now() - begun);
  }
  yield { name: 'start to ready', unit: 'ms', ours: median(times), goal: { of: 'ours', below: 300 } };
}
