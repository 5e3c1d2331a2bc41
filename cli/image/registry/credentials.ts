import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from '../../command/command-error.ts';

/** How a registry is told who asks. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  /** Exchanged for a token at the registry's token server. */
  | { readonly identityToken: string };

interface AuthFile {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const dockerHub = 'https://index.docker.io/v1/';

/**
 * What `podman login` or `docker login` stored for a registry: in `REGISTRY_AUTH_FILE`, else in the files of podman,
 * else in docker's, or with the helper that they name. Nothing where there is none.
 */
export async function findCredentials(
  registry: string,
  env: Environment = process.env,
): Promise<Credentials | undefined> {
  for (const path of authFiles(env)) {
    const file = await readAuthFile(path);
    const found = file && (askHelper(file, registry, env) ?? readEntry(file, registry));
    if (found) return found;
  }
  return undefined;
}

function authFiles(env: Environment): string[] {
  if (env.REGISTRY_AUTH_FILE) return [env.REGISTRY_AUTH_FILE];
  const home = env.HOME ?? homedir();
  return [
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'containers/auth.json')] : []),
    join(env.XDG_CONFIG_HOME || join(home, '.config'), 'containers/auth.json'),
    join(env.DOCKER_CONFIG || join(home, '.docker'), 'config.json'),
  ];
}

async function readAuthFile(path: string): Promise<AuthFile | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CommandError(`${path}: cannot be read (${(error as Error).message}); log in to the registry anew`, {
      cause: error,
    });
  }
}

/** What entries for a registry are called: with or without a scheme and a path, as whoever wrote the file did. */
function toKeys(registry: string): string[] {
  return [registry, `https://${registry}`, `https://${registry}/v2/`, ...(registry === 'docker.io' ? [dockerHub] : [])];
}

function readEntry({ auths = {} }: AuthFile, registry: string): Credentials | undefined {
  for (const key of toKeys(registry)) {
    const { auth, identitytoken } = auths[key] ?? {};
    if (identitytoken) return { identityToken: identitytoken };
    const [username, ...password] = Buffer.from(auth ?? '', 'base64')
      .toString()
      .split(':');
    if (username) return { username, password: password.join(':') };
  }
  return undefined;
}

/** The protocol of docker's credential helpers: a name on the standard input, JSON on the standard output. */
function askHelper(
  { credHelpers = {}, credsStore }: AuthFile,
  registry: string,
  env: Environment,
): Credentials | undefined {
  const helper = credHelpers[registry] ?? credsStore;
  if (!helper) return undefined;
  const input = registry === 'docker.io' ? dockerHub : registry;
  const { status, stdout, error } = spawnSync(`docker-credential-${helper}`, ['get'], { input, env, encoding: 'utf8' });
  if (error)
    throw new CommandError(
      `docker-credential-${helper} cannot be run (${error.message}); the registry's login needs it`,
    );
  if (status !== 0) return undefined;
  const { Username, Secret } = JSON.parse(stdout);
  return Username === '<token>' ? { identityToken: Secret } : { username: Username, password: Secret };
}
