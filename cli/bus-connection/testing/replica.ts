import type { WorkerDocument } from '../../../model/document/document.ts';
import type { EventBus } from '../../../runtime/event-bus/contract.ts';
import { defaultTiming } from '../../../runtime/partition/timing.ts';
import { sleep, systemClock } from '../../../runtime/support/clock.ts';
import { noLog } from '../../../runtime/support/log.ts';
import type { Observation } from '../../../runtime/support/observation.ts';
import { startWorker } from '../../../runtime/worker/worker.ts';

const timing = { ...defaultTiming, announceMs: 20, silenceMs: 500, actWithinMs: 400, successorWaitMs: 450 };

interface TestReplica extends AsyncDisposable {
  /** Resolves once so many of a kind were observed. */
  has(kind: Observation['kind'], times: number): Promise<void>;
}

/** A replica of the worker that runs these documents. */
export async function startReplica(
  bus: EventBus,
  documents: readonly WorkerDocument[],
  replica: string,
): Promise<TestReplica> {
  const observed: Observation[] = [];
  const worker = await startWorker({
    documents,
    bus,
    http: { add: () => ({ [Symbol.dispose]() {} }) },
    namespace: 'default',
    worker: 'worker',
    replica,
    secrets: { read: () => Promise.reject(new Error('there is no secret')) },
    clock: systemClock,
    timing,
    random: Math.random,
    log: noLog,
    observe: (observation) => observed.push(observation),
  });
  return {
    async has(kind, times) {
      while (observed.filter((one) => one.kind === kind).length < times) await sleep(systemClock, 10);
    },
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}
