import type { WorkerDocument } from '../../../model/document/document.ts';
import type { EventBus } from '../../../runtime/event-bus/contract.ts';
import { sleep, systemClock } from '../../../runtime/support/clock.ts';
import type { Observation } from '../../../runtime/support/observation.ts';
import { startTestWorker } from '../../../runtime/worker/testing/start-test-worker.ts';

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
  const worker = await startTestWorker({
    documents,
    bus,
    namespace: 'default',
    worker: 'worker',
    replica,
    observe: (observation) => observed.push(observation),
  });
  return {
    async has(kind, times) {
      while (observed.filter((one) => one.kind === kind).length < times) await sleep(systemClock, 10);
    },
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}
