import type { WorkerDocument } from '../../model/document/document.ts';
import type { EventAddress } from '../../model/event/address.ts';
import { connectMemory } from '../../runtime/event-bus/memory/connect-memory.ts';
import { connectMemoryAdmin } from '../../runtime/event-bus/memory/connect-memory-admin.ts';
import { serveMemoryStore } from '../../runtime/event-bus/memory/serve-memory.ts';
import { MemoryStore } from '../../runtime/event-bus/memory/store.ts';
import type { EventDraft } from '../../runtime/event-source/contract.ts';
import { EventSourceError } from '../../runtime/event-source/error.ts';
import { startHttpServer } from '../../runtime/event-source/http-server.ts';
import { toEvent } from '../../runtime/event-source/to-event.ts';
import { startTrimming } from '../../runtime/keeper/trim.ts';
import { defaultTiming } from '../../runtime/partition/timing.ts';
import { sleep, systemClock } from '../../runtime/support/clock.ts';
import type { Log } from '../../runtime/support/log.ts';
import type { Observe } from '../../runtime/support/observation.ts';
import type { Secrets } from '../../runtime/support/secrets.ts';
import { startWorker, type Worker } from '../../runtime/worker/worker.ts';
import { CommandError } from '../command/command-error.ts';
import { defaultNamespace } from '../project/default-namespace.ts';

interface StackOptions {
  readonly port: number;
  /** Where other processes reach the event bus. */
  readonly busSocket: string;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly observe: Observe;
  /** Stops waiting for workers that are not ready. */
  readonly signal: AbortSignal;
}

/** Every worker of a program in this process, on a bus in memory that outlives each version of the program. */
export interface Stack extends AsyncDisposable {
  readonly url: string;
  readonly documents: readonly WorkerDocument[];
  /** Runs these documents instead of those before; what waits is kept. */
  run(documents: readonly WorkerDocument[]): Promise<void>;
  emit(to: EventAddress, draft: EventDraft): Promise<void>;
}

const trimEveryMs = 30_000;
const patienceMs = 3_000;

export async function startStack({ port, busSocket, secrets, log, observe, signal }: StackOptions): Promise<Stack> {
  const http = await startHttpServer({ port, host: '127.0.0.1', log }).catch((error: Error) => {
    if (!(error instanceof EventSourceError)) throw error;
    throw new CommandError(`${error.message}; choose another with --port, 0 for any`, { cause: error });
  });
  const store = new MemoryStore();
  const serving = await serveMemoryStore(store, busSocket);
  const bus = connectMemory(store);
  const admin = connectMemoryAdmin(store);
  const trimming = startTrimming({ bus, admin, clock: systemClock, everyMs: trimEveryMs, log });
  let documents: readonly WorkerDocument[] = [];
  let workers: readonly Worker[] = [];
  let version = 0;

  return {
    url: `http://127.0.0.1:${http.port}`,
    get documents() {
      return documents;
    },
    async run(next) {
      const before = documents;
      await stopWorkers();
      try {
        await startWorkers(next);
      } catch (error) {
        await startWorkers(before);
        throw error;
      }
    },
    async emit(to, draft) {
      const source = documents.find(
        ({ kind, metadata: { name, namespace = defaultNamespace } }) =>
          kind === 'EventSource' && name === to.eventSource && namespace === to.namespace,
      );
      const kind = source?.kind === 'EventSource' ? source.spec.kind : '';
      const event = toEvent(draft, { ...to, kind, nowMs: Date.now() });
      await bus.publish(to, event);
      observe({ kind: 'stored', address: to, event });
    },
    async [Symbol.asyncDispose]() {
      await http[Symbol.asyncDispose]();
      await stopWorkers();
      await trimming[Symbol.asyncDispose]();
      await admin[Symbol.asyncDispose]();
      await bus[Symbol.asyncDispose]();
      await serving[Symbol.asyncDispose]();
    },
  };

  function start(group: readonly WorkerDocument[]): Promise<Worker> {
    const { worker, namespace = defaultNamespace } = (group[0] as WorkerDocument).metadata;
    return startWorker({
      documents: group,
      bus,
      http,
      namespace,
      worker,
      replica: `dev-${version}`,
      secrets,
      clock: systemClock,
      timing: defaultTiming,
      random: Math.random,
      log,
      observe,
    });
  }

  async function startWorkers(next: readonly WorkerDocument[]): Promise<void> {
    version++;
    documents = next;
    workers = await Promise.all([...groupByWorker(next)].map(([, group]) => start(group)));
    await untilReady();
  }

  async function untilReady(): Promise<void> {
    const reasons = () => workers.flatMap((worker) => worker.readiness().reasons);
    using _ = systemClock.schedule(patienceMs, () => {
      if (reasons().length > 0) log.warn(`not ready yet: ${reasons().join(', ')}`);
    });
    while (reasons().length > 0 && !signal.aborted) await sleep(systemClock, 5);
  }

  async function stopWorkers(): Promise<void> {
    const stopping = workers;
    workers = [];
    await Promise.all(stopping.map((worker) => worker[Symbol.asyncDispose]()));
  }
}

function groupByWorker(documents: readonly WorkerDocument[]): Map<string, WorkerDocument[]> {
  const groups = new Map<string, WorkerDocument[]>();
  for (const document of documents) {
    const { worker, namespace = defaultNamespace } = document.metadata;
    const key = `${namespace}/${worker}`;
    groups.set(key, [...(groups.get(key) ?? []), document]);
  }
  return groups;
}
