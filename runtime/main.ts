import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { version } from '../model/document/version.ts';
import { runKeeper } from './keeper/run-keeper.ts';
import { explainFailure } from './process/explain-failure.ts';
import { readSettings, type Settings, usage } from './process/settings.ts';
import { createLog, type Log } from './support/log.ts';
import { runReplica } from './worker/run-replica.ts';

const roles = { worker: runReplica, keeper: runKeeper };
const drainLimitMs = 25_000;
const toStdout = (text: string) => process.stdout.write(text);

const failed = (error: unknown): never => {
  const log = createLog(toStdout);
  const lines = explainFailure(error);
  if (lines) for (const line of lines) log.error(line);
  else log.error('the process failed', { error, stack: error instanceof Error ? error.stack : undefined });
  process.exit(1);
};
process.on('uncaughtException', failed);
process.on('unhandledRejection', failed);

const self = { host: hostname(), start: randomBytes(4).toString('hex') };
const settings = readSettings(process.argv.slice(2), process.env, self);
if (settings === 'help') toStdout(usage);
else if (settings === 'version') toStdout(`${version}\n`);
else await run(settings);

async function run(settings: Settings): Promise<void> {
  const log = createLog(toStdout, settings.logLevel);
  const signal = untilTold(log, drainLimitMs + settings.shutdownDelayMs);
  await roles[settings.role]({ settings, log, signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    if (error !== signal.reason) log.warn('what it did was cut short', { error });
  });
  log.info(`${settings.role} ended`);
  process.exit(0);
}

/** Aborts when the process is told to end. A second time, or where draining takes too long, it ends at once. */
function untilTold(log: Log, limitMs: number): AbortSignal {
  const told = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.on(name, () => {
      if (told.signal.aborted) process.exit(1);
      log.info('the process was told to end', { signal: name });
      told.abort(new Error('the process was told to end'));
      setTimeout(() => {
        log.error('draining took too long, the rest is left to the other replicas', { limitMs });
        process.exit(1);
      }, limitMs).unref();
    });
  return told.signal;
}
