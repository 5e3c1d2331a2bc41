import { parseArgs } from 'node:util';
import { isDuration, toMs } from '../../model/duration.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { type LogLevel, logLevels } from '../support/log.ts';

/** How a replica is run: what its pod tells it. */
export interface Settings {
  readonly role: 'worker' | 'keeper';
  readonly configFolder: string;
  /** Where a keeper learns of documents: `cluster` is its own from the folder, and all others from the API of Kubernetes. */
  readonly documents: 'folder' | 'cluster';
  readonly secretsFolder: string;
  readonly namespace: string;
  /** Absent: the one that all documents name. */
  readonly worker: string | undefined;
  /** Unique to this start of this process: a container that starts again in its pod is another replica. */
  readonly replica: string;
  readonly port: number;
  readonly operationsPort: number;
  /** For how long a process that is told to end works on as before, but not ready: until nobody sends it requests. */
  readonly shutdownDelayMs: number;
  readonly logLevel: LogLevel;
}

const longestDelayMs = 60_000;

type Environment = Readonly<Record<string, string | undefined>>;

export const usage = `Runs event sources and sensors, one replica of an Eventwright worker; or keeps an event bus.

Usage: main.js [worker|keeper] [--config <folder>]

  worker             runs the event sources and sensors of the documents (what it does by default)
  keeper             keeps their event bus: its stores, first positions, history
  --config <folder>  the folder of documents (EVENTWRIGHT_CONFIG, /etc/eventwright/config)
  --help             this text
  --version          the version

Environment:
  EVENTWRIGHT_CONFIG   the folder of documents
  EVENTWRIGHT_DOCUMENTS  folder, or cluster: a keeper takes its own document from the folder and
                       all others from labelled ConfigMaps (folder)
  EVENTWRIGHT_SECRETS  the folder of secrets, <name>/<key> (/etc/eventwright/secrets); else
                       EVENTWRIGHT_SECRET_<NAME>_<KEY>
  EVENTWRIGHT_WORKER   the worker's name (the one that the documents name)
  POD_NAMESPACE        the namespace (default)
  POD_NAME             the replica's name, unique among the worker's (the host's name)
  PORT                 where webhooks listen (8080)
  OPERATIONS_PORT      where /livez, /readyz and /metrics answer (8081)
  SHUTDOWN_DELAY       how long to work on after being told to end, unready, for example 5s (0s)
  LOG_LEVEL            debug, info, warn or error (info)
`;

/** This start of this process. */
interface Self {
  readonly host: string;
  /** Another each time. */
  readonly start: string;
}

/** Throws an `InvalidSpecError` that names every setting that is wrong; `'help'` or `'version'` where that was asked. */
export function readSettings(args: readonly string[], env: Environment, self: Self): Settings | 'help' | 'version' {
  const { values, positionals } = parseCommandLine(args);
  if (values.help) return 'help';
  if (values.version) return 'version';
  const problems: string[] = [];
  const settings = {
    role: toRole(positionals),
    configFolder: values.config ?? env.EVENTWRIGHT_CONFIG ?? '/etc/eventwright/config',
    documents: toDocuments(env.EVENTWRIGHT_DOCUMENTS),
    secretsFolder: env.EVENTWRIGHT_SECRETS ?? '/etc/eventwright/secrets',
    namespace: env.POD_NAMESPACE || 'default',
    worker: env.EVENTWRIGHT_WORKER || undefined,
    replica: `${env.POD_NAME || self.host}-${self.start}`,
    port: toPort('PORT', env.PORT, 8080),
    operationsPort: toPort('OPERATIONS_PORT', env.OPERATIONS_PORT, 8081),
    shutdownDelayMs: toDelayMs(env.SHUTDOWN_DELAY),
    logLevel: toLevel(env.LOG_LEVEL),
  };
  if (problems.length > 0) throw new InvalidSpecError(problems.join('\n'));
  return settings;

  function toRole([role = 'worker', surplus]: readonly string[]): Settings['role'] {
    if (surplus !== undefined) problems.push(`'${surplus}' is one argument too many; see --help`);
    if (role === 'worker' || role === 'keeper') return role;
    problems.push(`'${role}' is nothing that can be run; use worker or keeper`);
    return 'worker';
  }

  function toDocuments(text = 'folder'): Settings['documents'] {
    if (text === 'folder' || text === 'cluster') return text;
    problems.push(`EVENTWRIGHT_DOCUMENTS: '${text}' is none; use folder or cluster`);
    return 'folder';
  }

  function toDelayMs(text = '0s'): number {
    const ms = isDuration(text) ? toMs(text) : Number.NaN;
    if (!(ms <= longestDelayMs))
      problems.push(`SHUTDOWN_DELAY: '${text}' is no time of at most a minute; write it like 5s`);
    return ms;
  }

  function toPort(name: string, text: string | undefined, byDefault: number): number {
    if (!text) return byDefault;
    const port = Number(text);
    if (!/^\d+$/.test(text) || port > 65_535)
      problems.push(`${name}: '${text}' is no port; use a number from 0 to 65535, for example ${byDefault}`);
    return port;
  }

  function toLevel(text = 'info'): LogLevel {
    const level = logLevels.find((known) => known === text);
    if (level === undefined) problems.push(`LOG_LEVEL: '${text}' is none; use ${logLevels.join(', ')}`);
    return level ?? 'info';
  }
}

function parseCommandLine(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { config: { type: 'string' }, help: { type: 'boolean' }, version: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new InvalidSpecError(`${(error as Error).message}; see --help`, { cause: error });
  }
}
