import { isDeepStrictEqual } from 'node:util';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { connectBusAdmin, connectEventBus } from '../event-bus/index.ts';
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
import { type Keeper, startKeeper } from './keeper.ts';
import { createKeeperMetrics } from './keeper-metrics.ts';
import { readSituation } from './read-situation.ts';
import { Trouble } from './trouble.ts';

interface RunKeeperOptions {
  readonly settings: Settings;
  readonly log: Log;
  /** Ends it: what it does is finished, and another replica takes over. */
  readonly signal: AbortSignal;
}

const readAgainMs = 2_000;

/** One replica of a keeper as a process. The folder of documents is read again and again, for it may change. */
export async function runKeeper({ settings, log, signal }: RunKeeperOptions): Promise<void> {
  const { namespace, replica, configFolder } = settings;
  const clock = systemClock;
  const secrets = createSecrets({ folder: settings.secretsFolder, env: process.env });
  const metrics = createKeeperMetrics();
  const first = readSituation(await readDocuments(configFolder), namespace);
  const { bus: spec, self } = first;
  let situation = first;
  let unread: string | undefined;
  let running: Keeper | undefined;
  if (first.byDefault) log.warn('no Keeper is declared; the bus is kept by the defaults', { spec: first.spec });

  const starting = createStarting('keeper', log);
  const readiness = () => {
    const { reasons } = running?.readiness() ?? starting.readiness();
    const all = unread === undefined ? reasons : [...reasons, unread];
    return { ready: all.length === 0, reasons: all };
  };
  await using operations = await startHttpServer({ port: settings.operationsPort, log });
  addOperations(operations, { metrics, readiness });
  const client = { component: 'keeper', namespace: self.namespace, name: self.worker, replica } as const;
  const context = { clock, secrets, log: starting.log, client, signal };
  await using bus = await connectEventBus(spec, context);
  await using admin = await connectBusAdmin(spec, context);
  await using keeper = startKeeper({
    bus,
    admin,
    self,
    replica,
    situation: () => situation,
    clock,
    timing: defaultTiming,
    random: Math.random,
    log,
    onRound: metrics.observe,
  });
  running = keeper;
  log.info('keeper started', { keeper: self.worker, namespace: self.namespace, operationsPort: operations.port });
  void rereadDocuments();
  await aborted(signal);
  log.info('keeper ends');
  keeper.drain();

  async function rereadDocuments(): Promise<void> {
    const trouble = new Trouble({ clock, log, what: 'the documents cannot be read; those before stay in force' });
    while (!signal.aborted) {
      await sleep(clock, readAgainMs, signal).catch(() => {});
      try {
        const next = readSituation(await readDocuments(configFolder), namespace);
        if (!isDeepStrictEqual([next.bus, next.self], [spec, self]))
          throw new InvalidSpecError('the event bus or the name of the keeper is another now; restart the keeper');
        unread = undefined;
        trouble.end();
        if (isDeepStrictEqual(next, situation)) continue;
        log.info('the documents have changed');
        situation = next;
        keeper.nudge();
      } catch (error) {
        unread = `the documents cannot be read: ${(error as Error).message}`;
        trouble.tell(error);
      }
    }
  }
}
