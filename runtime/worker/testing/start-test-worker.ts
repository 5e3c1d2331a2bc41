import { defaultTiming, type Timing } from '../../partition/timing.ts';
import { systemClock } from '../../support/clock.ts';
import { noLog } from '../../support/log.ts';
import { startWorker, type Worker, type WorkerOptions } from '../worker.ts';

/** So short that a successor acts within a second. */
export const fastTiming: Timing = {
  ...defaultTiming,
  announceMs: 50,
  silenceMs: 1_000,
  actWithinMs: 400,
  successorWaitMs: 450,
};

const surroundings = {
  http: { add: () => ({ [Symbol.dispose]() {} }) },
  secrets: { read: () => Promise.reject(new Error('there is no secret')) },
  clock: systemClock,
  timing: fastTiming,
  random: Math.random,
  log: noLog,
  observe() {},
};

type TestWorkerOptions = Omit<WorkerOptions, keyof typeof surroundings> & Partial<WorkerOptions>;

/** A replica of a worker, by real time and without secrets. It is heard and seen by who asks for that. */
export function startTestWorker(options: TestWorkerOptions): Promise<Worker> {
  return startWorker({ ...surroundings, ...options });
}
