import type { WorkerDocument } from '../../model/document/document.ts';
import { partitionCount } from '../../model/worker/partition-count.ts';
import type { EventBus } from '../event-bus/contract.ts';
import type { HttpRoutes } from '../event-source/http-routes.ts';
import { Outcomes } from '../outcome/outcomes.ts';
import type { TriggerCounts } from '../partition/lane/ledger.ts';
import { startMembership } from '../partition/membership/membership.ts';
import { startPartitions } from '../partition/partitions.ts';
import type { Timing } from '../partition/timing.ts';
import { type Readiness, startHealth } from '../process/health.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Observe } from '../support/observation.ts';
import type { Secrets } from '../support/secrets.ts';
import { toConfigHash } from './config-hash.ts';
import { startSources } from './sources.ts';
import { openTriggers } from './triggers.ts';

export interface WorkerOptions {
  readonly documents: readonly WorkerDocument[];
  /** The caller opens and disposes it, as the server below. */
  readonly bus: EventBus;
  readonly http: HttpRoutes;
  readonly namespace: string;
  readonly worker: string;
  /** Unique to this start of this process. */
  readonly replica: string;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly timing: Timing;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** The worker's own lines. */
  readonly log: Log;
  /** What triggers write; `log` by default. */
  readonly actionLog?: Log;
  readonly observe: Observe;
}

/** One replica of a worker. Disposing it finishes what runs, and hands its partitions over. */
export interface Worker extends AsyncDisposable {
  readiness(): Readiness;
  /** Not ready from now on: it is about to be disposed. */
  drain(): void;
  /** The ledger of each trigger, over the partitions that this replica owns. */
  counts(): readonly TriggerCounts[];
}

/** Rejects with an `InvalidSpecError` where a document is not what the runtime can run. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { documents, bus, replica, clock, log, actionLog = log } = options;
  const outcomes = new Outcomes({
    ...options,
    dropped: (trigger, count) => options.observe({ kind: 'outcomesLost', trigger, count }),
  });
  const observe: Observe = (observation) => {
    outcomes.observe(observation);
    options.observe(observation);
  };
  const triggers = await openTriggers({
    ...options,
    log: actionLog,
    documents: documents.filter((document) => document.kind === 'Sensor'),
  });
  const sources = await startSources({
    ...options,
    documents: documents.filter((document) => document.kind === 'EventSource'),
    aliveSince: clock.now(),
  });
  const partitions = startPartitions({
    ...options,
    count: partitionCount,
    owner: replica,
    isLive: (owner) => membership.isLive(owner),
    busNow: () => membership.busNow(),
    triggers: triggers.runnable,
    tasks: sources.tasks,
    observe,
  });
  const membership = startMembership({
    ...options,
    configHash: toConfigHash(documents),
    count: partitionCount,
    onChange: partitions.place,
  });
  const health = startHealth({
    bus,
    clock,
    told: ({ fill }) => fill && partitions.tellFill(fill.journals),
    conditions: [
      sources.silent,
      () => (membership.isLive(replica) ? [] : ['the replica has not found its place among the others yet']),
      () => reasonOf(partitions.readiness()),
    ],
  });

  return {
    readiness: health.readiness,
    drain: health.drain,
    counts: partitions.counts,
    async [Symbol.asyncDispose]() {
      health.drain();
      membership.retire();
      await sources[Symbol.asyncDispose]();
      await partitions[Symbol.asyncDispose]();
      await outcomes[Symbol.asyncDispose]();
      await membership[Symbol.asyncDispose]();
      await triggers[Symbol.asyncDispose]();
      health[Symbol.dispose]();
    },
  };
}

function reasonOf({ reason }: { readonly reason?: string }): readonly string[] {
  return reason === undefined ? [] : [reason];
}
