import { isWorkerDocument, type WorkerDocument } from '../../model/document/document.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { connectEventBus } from '../event-bus/index.ts';
import { startHttpServer } from '../event-source/http-server.ts';
import { defaultTiming } from '../partition/timing.ts';
import { addOperations } from '../process/operations.ts';
import { readDocuments } from '../process/read-documents.ts';
import type { Settings } from '../process/settings.ts';
import { createStarting } from '../process/starting.ts';
import { aborted } from '../support/aborted.ts';
import { sleep, systemClock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { createSecrets } from '../support/secrets.ts';
import { throttleLog } from '../support/throttle-log.ts';
import { logObservation } from './log-observation.ts';
import { createMetrics } from './metrics.ts';
import { subjectOfLine } from './subject-of-line.ts';
import { startWorker, type Worker } from './worker.ts';

interface ReplicaOptions {
  readonly settings: Settings;
  readonly log: Log;
  /** Ends it: requests under way are answered, actions finish, partitions are handed over. */
  readonly signal: AbortSignal;
}

/** For how long senders are still answered, and told to go elsewhere. */
const farewellMs = 1_000;

/** One replica of a worker as a process, from the bus to the last answer. */
export async function runReplica({ settings, log, signal }: ReplicaOptions): Promise<void> {
  const documents = (await readDocuments(settings.configFolder)).filter(isWorkerDocument);
  const { namespace, replica } = settings;
  const worker = settings.worker ?? onlyWorker(documents);
  const clock = systemClock;
  const secrets = createSecrets({ folder: settings.secretsFolder, env: process.env });
  const metrics = createMetrics({ documents, namespace, clock, counts: () => running?.counts() ?? [] });
  using calm = throttleLog(log, { clock, subjectOf: subjectOfLine });
  const starting = createStarting('worker', calm);
  let running: Worker | undefined;

  await using operations = await startHttpServer({ port: settings.operationsPort, log });
  addOperations(operations, { metrics, readiness: () => running?.readiness() ?? starting.readiness() });
  await using bus = await connectEventBus(onlyBus(documents), {
    clock,
    secrets,
    log: starting.log,
    client: { component: 'worker', namespace, name: worker, replica },
    signal,
  });
  await using http = await startHttpServer({
    port: settings.port,
    log,
    ready: () => running?.readiness().ready ?? false,
  });
  await using started = await startWorker({
    documents,
    bus,
    http,
    namespace,
    worker,
    replica,
    secrets,
    clock,
    timing: defaultTiming,
    random: Math.random,
    log: calm,
    actionLog: log,
    observe(observation) {
      metrics.observe(observation);
      logObservation(observation, { log, calm });
    },
  });
  running = started;
  log.info('worker started', { namespace, worker, replica, port: http.port, operationsPort: operations.port });
  await aborted(signal);
  started.drain();
  log.info('worker drains', { afterMs: settings.shutdownDelayMs });
  if (settings.shutdownDelayMs > 0) await sleep(clock, settings.shutdownDelayMs);
  http.drain();
  await sleep(clock, farewellMs);
  // before the sources stop, so that nobody is told that there is no such path
  await http[Symbol.asyncDispose]();
}

function onlyWorker(documents: readonly WorkerDocument[]): string {
  const [worker, another] = new Set(documents.map(({ metadata }) => metadata.worker));
  if (worker === undefined || another === undefined) return worker ?? 'worker';
  throw new InvalidSpecError(`documents of the workers '${worker}' and '${another}'; name one in EVENTWRIGHT_WORKER`);
}

function onlyBus(documents: readonly WorkerDocument[]): WorkerDocument['bus'] {
  const [bus, another] = new Map(documents.map((document) => [JSON.stringify(document.bus), document.bus])).values();
  if (bus !== undefined && another === undefined) return bus;
  throw new InvalidSpecError(
    `a worker has one event bus; give what uses '${bus?.name}' and '${another?.name}' a worker each`,
  );
}
