import type { WorkerDocument } from '../../model/document/document.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { defaultTiming } from '../../runtime/partition/timing.ts';
import type { Observe } from '../../runtime/support/observation.ts';
import { startTestWorker } from '../../runtime/worker/testing/start-test-worker.ts';
import type { Worker } from '../../runtime/worker/worker.ts';
import { programNamespace } from './program.ts';

export interface JoinWorkerOptions {
  readonly documents: readonly WorkerDocument[];
  readonly bus: EventBus;
  readonly replica: string;
  readonly observe?: Observe;
}

/** A replica in this process, with sensors only. */
export function startJoinWorker(options: JoinWorkerOptions): Promise<Worker> {
  return startTestWorker({
    namespace: programNamespace,
    worker: 'default',
    timing: defaultTiming,
    ...options,
  });
}
