import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { CommandError } from '../../command/command-error.ts';
import { type Environment, listAuthFiles } from './auth-files.ts';
import type { ImageName } from './image-name.ts';
import { parseSecretJson } from './parse-secret-json.ts';

/** How a registry is told who asks. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  /** Exchanged for a token at the registry's token server. */
  | { readonly identityToken: string };

type Repository = Omit<ImageName, 'tag'>;

interface AuthFile {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

interface HelperAnswer {
  readonly Username: string;
  readonly Secret: string;
}

const dockerHub = 'https://index.docker.io/v1/';

/**
 * What `podman login` or `docker login` stored for a repository, a namespace or its registry: in `REGISTRY_AUTH_FILE`,
 * else in the files of podman, else in docker's, or with the helper that they name. Nothing where there is none.
 */
export async function findCredentials(
  repository: Repository,
  env: Environment = process.env,
): Promise<Credentials | undefined> {
  for (const path of listAuthFiles(env)) {
    const file = await readAuthFile(path);
    const found = file && (askHelper(file, repository.registry, env) ?? readEntry(file, repository));
    if (found) return found;
  }
  return undefined;
}

async function readAuthFile(path: string): Promise<AuthFile | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CommandError(explainUnreadable(path, error.code ?? error.message), { cause: error });
  });
  if (text === undefined) return undefined;
  const file = parseSecretJson<AuthFile>(text);
  if (file) return file;
  throw new CommandError(explainUnreadable(path, 'it holds no JSON object'));
}

function explainUnreadable(path: string, reason: string): string {
  return `${path}: cannot be read (${reason}); log in to the registry anew`;
}

/** What entries are called, the closest first; a registry's with or without a scheme and a path, as tools wrote it. */
function toKeys({ registry, repository }: Repository): string[] {
  const parts = repository.split('/');
  return [
    ...parts.map((_, n) => `${registry}/${parts.slice(0, parts.length - n).join('/')}`),
    registry,
    `https://${registry}`,
    `https://${registry}/v2/`,
    ...(registry === 'docker.io' ? [dockerHub] : []),
  ];
}

function readEntry({ auths }: AuthFile, repository: Repository): Credentials | undefined {
  for (const key of toKeys(repository)) {
    const { auth, identitytoken } = auths?.[key] ?? {};
    if (identitytoken) return { identityToken: identitytoken };
    const [username, ...password] = Buffer.from(auth ?? '', 'base64')
      .toString()
      .split(':');
    if (username) return { username, password: password.join(':') };
  }
  return undefined;
}

/** The protocol of docker's credential helpers: a name on the standard input, JSON on the standard output. */
function askHelper({ credHelpers, credsStore }: AuthFile, registry: string, env: Environment): Credentials | undefined {
  const helper = credHelpers?.[registry] ?? credsStore;
  if (!helper) return undefined;
  const input = registry === 'docker.io' ? dockerHub : registry;
  const { status, stdout, error } = spawnSync(`docker-credential-${helper}`, ['get'], { input, env, encoding: 'utf8' });
  if (error)
    throw new CommandError(
      `docker-credential-${helper} cannot be run (${error.message}); the registry's login needs it`,
    );
  if (status !== 0) return undefined;
  const { Username, Secret } = parseSecretJson<HelperAnswer>(stdout) ?? {};
  if (!Username || !Secret)
    throw new CommandError(
      `docker-credential-${helper}: its answer for ${registry} is no login; log in to the registry anew`,
    );
  return Username === '<token>' ? { identityToken: Secret } : { username: Username, password: Secret };
}
