import { isDeepStrictEqual } from 'node:util';
import type { Document } from '../../model/document/document.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { connectBusAdmin, connectEventBus } from '../event-bus/index.ts';
import { startHttpServer } from '../event-source/http-server.ts';
import { defaultTiming } from '../partition/timing.ts';
import { addOperations } from '../process/operations.ts';
import type { Settings } from '../process/settings.ts';
import { createStarting } from '../process/starting.ts';
import { aborted } from '../support/aborted.ts';
import { sleep, systemClock } from '../support/clock.ts';
import { describe } from '../support/describe.ts';
import { connectKubernetes } from '../support/kubernetes/connect.ts';
import type { Log } from '../support/log.ts';
import { createSecrets } from '../support/secrets.ts';
import { throttleLog } from '../support/throttle-log.ts';
import { connectPatiently } from './credentials/connect-patiently.ts';
import { keepCredentials } from './credentials/keep-credentials.ts';
import { followClusterDocuments } from './documents/cluster-documents.ts';
import type { KnownDocuments } from './documents/document-feed.ts';
import { createFolderDocuments } from './documents/folder-documents.ts';
import { joinProblems } from './join-problems.ts';
import { type Keeper, startKeeper } from './keeper.ts';
import { createKeeperMetrics } from './keeper-metrics.ts';
import { type KeptBus, readSituation } from './read-situation.ts';
import { Trouble } from './trouble.ts';

interface RunKeeperOptions {
  readonly settings: Settings;
  readonly log: Log;
  /** Ends it: what it does is finished, and another replica takes over. */
  readonly signal: AbortSignal;
}

interface Declaration {
  readonly known: KnownDocuments;
  readonly situation: KeptBus;
}

const readAgainMs = 2_000;

/** One replica of a keeper as a process. What is declared is read again and again, for it may change. */
export async function runKeeper({ settings, log, signal }: RunKeeperOptions): Promise<void> {
  const { namespace, replica, configFolder } = settings;
  const clock = systemClock;
  const metrics = createKeeperMetrics();
  // each round tells again what is wrong
  using calm = throttleLog(log, { clock, subjectOf: (message) => message });
  const starting = createStarting('keeper', calm);
  let running: Keeper | undefined;
  let unread: string | undefined;
  const readiness = () => {
    const { reasons } = running?.readiness() ?? starting.readiness();
    const all = unread === undefined ? reasons : [...reasons, unread];
    return { ready: all.length === 0, reasons: all };
  };

  await using api = settings.documents === 'cluster' ? await connectKubernetes() : undefined;
  await using feed = !api
    ? createFolderDocuments(configFolder)
    : followClusterDocuments({
        client: api,
        folder: configFolder,
        namespace,
        clock,
        random: Math.random,
        onWait: starting.tell,
      });
  const leftOut = new Trouble({ clock, log, what: 'some documents are left out; all others are in force' });
  await using operations = await startHttpServer({ port: settings.operationsPort, log });
  addOperations(operations, { metrics, readiness });
  let declared = await declare();
  const { bus: spec, keeper: name, self, byDefault } = declared.situation;
  if (byDefault) log.warn('no Keeper is declared; the bus is kept by the defaults', { spec: declared.situation.spec });

  const files = createSecrets({ folder: settings.secretsFolder, env: process.env });
  await using credentials = await keepCredentials(
    {
      declared: () => ({ ...declared.known, spec: declared.situation.spec }),
      bus: spec,
      namespace,
      clock,
      log,
      onRound: (outcome) => metrics.observeIssuing(outcome, clock.now()),
    },
    files,
  );
  void declareAgain();
  const client = { component: 'keeper', namespace: self.namespace, name, replica } as const;
  const context = { clock, secrets: credentials?.secrets ?? files, log: starting.log, client, signal };
  const patience = { clock, signal, starting, credentials };
  await using bus = await connectPatiently(() => connectEventBus(spec, context), patience);
  await using admin = await connectPatiently(() => connectBusAdmin(spec, context), patience);
  await using keeper = startKeeper({
    bus,
    admin,
    self,
    replica,
    situation: () => declared.situation,
    clock,
    timing: defaultTiming,
    random: Math.random,
    log,
    onRound: metrics.observe,
  });
  running = keeper;
  log.info('keeper started', { keeper: name, namespace: self.namespace, operationsPort: operations.port });
  await aborted(signal);
  log.info('keeper ends');
  keeper.drain();

  async function declare(before?: Declaration): Promise<Declaration> {
    const known = await feed.read(signal);
    metrics.observeLeftOut(known.problems.length);
    if (known.problems.length > 0) leftOut.tell(joinProblems(known.problems));
    else leftOut.end();
    if (known === before?.known) return before;
    return { known, situation: readSituation(known.documents, namespace, known.isComplete) };
  }
  async function declareAgain(): Promise<void> {
    const trouble = new Trouble({ clock, log, what: 'the documents cannot be read; those before stay in force' });
    while (!signal.aborted) {
      await sleep(clock, readAgainMs, signal).catch(() => {});
      try {
        const next = await declare(declared);
        if (!isDeepStrictEqual([next.situation.bus, next.situation.self], [spec, self]))
          throw new InvalidSpecError('the event bus or the name of the keeper is another now; restart the keeper');
        unread = undefined;
        trouble.end();
        const before = declared;
        declared = next;
        if (areSame(next.known.documents, before.known.documents)) continue;
        log.info('the documents have changed');
        credentials?.nudge();
        running?.nudge();
      } catch (error) {
        if (signal.aborted) return;
        unread = `the documents cannot be read: ${describe(error)}`;
        trouble.tell(error);
      }
    }
  }
}

/** A document that has not changed is the same object. */
function areSame(documents: readonly Document[], before: readonly Document[]): boolean {
  return documents.length === before.length && documents.every((document, at) => document === before[at]);
}
