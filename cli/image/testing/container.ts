import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { until } from '../../../runtime/support/testing/until.ts';
import type { OciConfig } from '../oci-archive.ts';

/** An image whose layers lie unpacked on this machine. */
interface UnpackedImage extends AsyncDisposable {
  readonly root: string;
  readonly config: Required<OciConfig>;
  /** Of what its layers hold, not compressed. */
  readonly bytes: number;
}

/** Unpacks the only image in an OCI archive. */
export async function unpackImage(archive: string): Promise<UnpackedImage> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-unpacked-'));
  const root = join(folder, 'root');
  await mkdir(root);
  run('tar', '-xf', archive, '-C', folder);
  const blob = (digest: string) => join(folder, 'blobs/sha256', digest.replace('sha256:', ''));
  const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8'));
  const index = await readJson(join(folder, 'index.json'));
  const manifest = await readJson(blob(index.manifests[0].digest));
  for (const { digest } of manifest.layers) run('tar', '-xzpf', blob(digest), '-C', root);
  const { config } = await readJson(blob(manifest.config.digest));
  const bytes = Number(run('du', '--summarize', '--bytes', root).split('\t')[0]);
  return { root, config, bytes, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

interface ContainerOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Folders of this machine, read-only, by where they are mounted. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** Replaces the image's own. */
  readonly entrypoint?: readonly string[];
}

interface Container extends AsyncDisposable {
  /** The first process in it, as this machine sees it. */
  pid(): number;
  /** All that it wrote, and its exit code, once it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
  /** Resolves once the worker in it is ready; rejects with what it said if it ended before. */
  ready(): Promise<void>;
  signal(name: string): void;
}

/** Whether containers can be run here: root, with runc. */
export const canRunContainers = process.getuid?.() === 0 && spawnSync('runc', ['--version']).status === 0;

/**
 * Runs an image as pods do that Pod Security calls restricted: its user, a read-only root, no capability and no way to
 * gain one; in the network of this machine.
 */
export async function startContainer(image: UnpackedImage, options: ContainerOptions = {}): Promise<Container> {
  const bundle = await mkdtemp(join(tmpdir(), 'eventwright-container-'));
  const id = randomUUID();
  const state = ['--root', join(bundle, 'state')];
  await writeFile(join(bundle, 'config.json'), JSON.stringify(toRuntimeConfig(image, options)));
  const child: ChildProcess = spawn('runc', [...state, 'run', '--bundle', bundle, id], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let isOver = false;
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  const ended = once(child, 'close').then(([code]) => {
    isOver = true;
    return { code, said };
  });
  return {
    ended,
    pid: () => JSON.parse(run('runc', ...state, 'state', id)).pid,
    ready: () =>
      until(async () => {
        if (isOver) throw new Error(`the container ended: ${said}`);
        const [, port] = /"message":"worker started".*"operationsPort":(\d+)/.exec(said) ?? [];
        if (port === undefined) return false;
        const answer = await request(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
        await answer?.body.dump();
        return answer?.statusCode === 200;
      }, 2),
    signal: (name) => void run('runc', ...state, 'kill', id, name),
    async [Symbol.asyncDispose]() {
      spawnSync('runc', [...state, 'delete', '--force', id]);
      await ended;
      await rm(bundle, { recursive: true, force: true });
    },
  };
}

/** OCI runtime specification, config.json. */
function toRuntimeConfig(
  { root, config }: UnpackedImage,
  { args = [], env = {}, mounts = {}, entrypoint }: ContainerOptions,
) {
  const [uid, gid] = config.User.split(':').map(Number);
  return {
    ociVersion: '1.0.2',
    process: {
      user: { uid, gid },
      args: [...(entrypoint ?? config.Entrypoint), ...args],
      env: [...config.Env, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)],
      cwd: config.WorkingDir,
      noNewPrivileges: true,
    },
    root: { path: root, readonly: true },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755', 'size=64k'] },
      ...Object.entries(mounts).map(([destination, source]) => ({
        destination,
        source,
        type: 'bind',
        options: ['rbind', 'ro'],
      })),
    ],
    linux: { namespaces: ['pid', 'ipc', 'uts', 'mount'].map((type) => ({ type })) },
  };
}

function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
}
