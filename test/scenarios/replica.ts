import type { WorkerDocument } from '../../model/document/document.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { defaultTiming } from '../../runtime/partition/timing.ts';
import type { Clock } from '../../runtime/support/clock.ts';
import { createLog } from '../../runtime/support/log.ts';
import { startTestWorker } from '../../runtime/worker/testing/start-test-worker.ts';
import type { Worker } from '../../runtime/worker/worker.ts';
import { mortalBus, mortalClock } from './mortal.ts';

/** Scenarios wait for a successor now and then. */
const timing = {
  ...defaultTiming,
  announceMs: 100,
  silenceMs: 1_500,
  actWithinMs: 800,
  successorWaitMs: 1_000,
  claimPauseMs: 300,
};

/** The worker of everything that is declared without one: it is named as the bus is. */
export const workerName = 'bus';

/** A replica of the worker, as it ships but for its process. */
export interface Replica {
  readonly worker: Worker;
  /** The process is gone: nothing that it does reaches anybody. */
  crash(): void;
}

/** What a trigger told. */
export interface Line {
  /** `<namespace>/<sensor>/<trigger>` */
  readonly trigger: string;
  readonly executionId: string;
  readonly message: string;
}

export interface ReplicaOptions {
  readonly documents: readonly WorkerDocument[];
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly namespace: string;
  readonly replica: string;
  readonly told: (line: Line) => void;
}

export async function startReplica({ bus, clock, told, ...options }: ReplicaOptions): Promise<Replica> {
  const life = new AbortController();
  const { signal } = life;
  const worker = await startTestWorker({
    ...options,
    worker: workerName,
    bus: mortalBus(bus, signal),
    clock: mortalClock(clock, signal),
    timing,
    actionLog: createLog((line) => signal.aborted || told(JSON.parse(line))),
  });
  return { worker, crash: () => life.abort() };
}
