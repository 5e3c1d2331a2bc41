import type { WorkerDocument } from '../../model/document/document.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { defaultTiming } from '../../runtime/partition/timing.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { noLog } from '../../runtime/support/log.ts';
import type { Observe } from '../../runtime/support/observation.ts';
import { createSecrets } from '../../runtime/support/secrets.ts';
import { startWorker, type Worker } from '../../runtime/worker/worker.ts';
import { programNamespace } from './program.ts';

export interface JoinWorkerOptions {
  readonly documents: readonly WorkerDocument[];
  readonly bus: EventBus;
  readonly replica: string;
  readonly observe?: Observe;
}

/** A replica in this process, with sensors only. */
export function startJoinWorker(options: JoinWorkerOptions): Promise<Worker> {
  return startWorker({
    http: { add: () => ({ [Symbol.dispose]: () => {} }) },
    namespace: programNamespace,
    worker: 'default',
    secrets: createSecrets({}),
    clock: systemClock,
    timing: defaultTiming,
    random: Math.random,
    log: noLog,
    observe: () => {},
    ...options,
  });
}
