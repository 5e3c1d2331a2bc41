import { readSettings } from './settings.ts';

it('a pod without any setting has the defaults', () => {
  expect(readSettings([], {}, 'host-1')).toStrictEqual({
    role: 'worker',
    configFolder: '/etc/eventwright/config',
    secretsFolder: '/etc/eventwright/secrets',
    namespace: 'default',
    worker: undefined,
    replica: 'host-1',
    port: 8080,
    operationsPort: 8081,
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
    LOG_LEVEL: 'debug',
  };
  expect(readSettings(['keeper', '--config', '/b'], env, 'host-1')).toStrictEqual({
    role: 'keeper',
    configFolder: '/b',
    secretsFolder: '/s',
    namespace: 'ci',
    worker: 'w',
    replica: 'w-0',
    port: 80,
    operationsPort: 0,
    logLevel: 'debug',
  });
});

it('every setting that is wrong is named at once', () => {
  expect(() => readSettings([], { PORT: 'http', OPERATIONS_PORT: '70000', LOG_LEVEL: 'loud' }, 'host-1')).toThrow(
    `PORT: 'http' is no port; use a number from 0 to 65535, for example 8080
OPERATIONS_PORT: '70000' is no port; use a number from 0 to 65535, for example 8081
LOG_LEVEL: 'loud' is none; use debug, info, warn, error`,
  );
});

it('an unknown role is refused, and an argument too many', () => {
  expect(() => readSettings(['kepper', 'now'], {}, 'host-1')).toThrow(
    "'now' is one argument too many; see --help\n'kepper' is nothing that can be run; use worker or keeper",
  );
});

it('an unknown option is refused, --help and --version are answered', () => {
  expect(() => readSettings(['--conf', 'a'], {}, 'host-1')).toThrow("Unknown option '--conf'");
  expect(readSettings(['--help'], {}, 'host-1')).toBe('help');
  expect(readSettings(['--version'], {}, 'host-1')).toBe('version');
});
