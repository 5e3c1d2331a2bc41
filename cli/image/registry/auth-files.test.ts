import { listAuthFiles } from './auth-files.ts';

const podman = '/home/one/.config/containers/auth.json';
const docker = '/home/one/.docker/config.json';

it.each([
  ['a named file alone', { REGISTRY_AUTH_FILE: '/named.json', XDG_RUNTIME_DIR: '/run/user/1' }, 1, ['/named.json']],
  ['those of a session', { XDG_RUNTIME_DIR: '/run/user/1' }, 1, ['/run/user/1/containers/auth.json', podman, docker]],
  ["root's without a session", {}, 0, ['/run/containers/0/auth.json', podman, docker]],
  ['those of others without a session', {}, 1, [podman, docker]],
  [
    'those in other folders',
    { XDG_CONFIG_HOME: '/config', DOCKER_CONFIG: '/docker' },
    1,
    ['/config/containers/auth.json', '/docker/config.json'],
  ],
])('%s: logins are looked for in order', (_, env, uid, files) => {
  expect(listAuthFiles({ HOME: '/home/one', ...env }, uid)).toStrictEqual(files);
});
