import { homedir } from 'node:os';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where logins are stored, in the order in which they count (containers-auth.json(5), then docker's). */
export function listAuthFiles(env: Environment, uid = process.getuid?.()): string[] {
  if (env.REGISTRY_AUTH_FILE) return [env.REGISTRY_AUTH_FILE];
  const home = env.HOME ?? homedir();
  return [
    ...listRuntimeFiles(env, uid),
    join(env.XDG_CONFIG_HOME || join(home, '.config'), 'containers/auth.json'),
    join(env.DOCKER_CONFIG || join(home, '.docker'), 'config.json'),
  ];
}

function listRuntimeFiles({ XDG_RUNTIME_DIR: folder }: Environment, uid: number | undefined): string[] {
  if (folder) return [join(folder, 'containers/auth.json')];
  // Others than root may not look there where it is not theirs.
  return uid === 0 ? ['/run/containers/0/auth.json'] : [];
}
