import { readSettings } from './settings.ts';

const self = { host: 'host-1', start: 'a1b2' };

it('a pod without any setting has the defaults', () => {
  expect(readSettings([], {}, self)).toStrictEqual({
    role: 'worker',
    configFolder: '/etc/eventwright/config',
    documents: 'folder',
    secretsFolder: '/etc/eventwright/secrets',
    namespace: 'default',
    worker: undefined,
    replica: 'host-1-a1b2',
    port: 8080,
    operationsPort: 8081,
    shutdownDelayMs: 0,
    logLevel: 'info',
  });
});

it('the environment and --config decide', () => {
  const env = {
    EVENTWRIGHT_CONFIG: '/a',
    EVENTWRIGHT_SECRETS: '/s',
    EVENTWRIGHT_WORKER: 'w',
    POD_NAMESPACE: 'ci',
    POD_NAME: 'w-0',
    PORT: '80',
    OPERATIONS_PORT: '0',
    EVENTWRIGHT_DOCUMENTS: 'cluster',
    SHUTDOWN_DELAY: '5s',
    LOG_LEVEL: 'debug',
  };
  expect(readSettings(['keeper', '--config', '/b'], env, self)).toStrictEqual({
    role: 'keeper',
    configFolder: '/b',
    documents: 'cluster',
    secretsFolder: '/s',
    namespace: 'ci',
    worker: 'w',
    replica: 'w-0-a1b2',
    port: 80,
    operationsPort: 0,
    shutdownDelayMs: 5_000,
    logLevel: 'debug',
  });
});

it('every setting that is wrong is named at once', () => {
  const env = {
    PORT: 'http',
    OPERATIONS_PORT: '70000',
    LOG_LEVEL: 'loud',
    EVENTWRIGHT_DOCUMENTS: 'git',
    SHUTDOWN_DELAY: '5m',
  };
  expect(() => readSettings([], env, self)).toThrow(
    `EVENTWRIGHT_DOCUMENTS: 'git' is none; use folder or cluster
PORT: 'http' is no port; use a number from 0 to 65535, for example 8080
OPERATIONS_PORT: '70000' is no port; use a number from 0 to 65535, for example 8081
SHUTDOWN_DELAY: '5m' is no time of at most a minute; write it like 5s
LOG_LEVEL: 'loud' is none; use debug, info, warn, error`,
  );
});

it('an unknown role is refused, and an argument too many', () => {
  expect(() => readSettings(['kepper', 'now'], {}, self)).toThrow(
    "'now' is one argument too many; see --help\n'kepper' is nothing that can be run; use worker or keeper",
  );
});

it('an unknown option is refused, --help and --version are answered', () => {
  expect(() => readSettings(['--conf', 'a'], {}, self)).toThrow("Unknown option '--conf'");
  expect(readSettings(['--help'], {}, self)).toBe('help');
  expect(readSettings(['--version'], {}, self)).toBe('version');
});
