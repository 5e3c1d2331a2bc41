import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

interface GoBuild {
  /** What is told of it. */
  readonly title: string;
  /** Where its folder goes once it is built. */
  readonly binary: string;
  /** Go's arguments, from the folder that takes the binary. */
  readonly args: (folder: string) => readonly string[];
  readonly cwd?: string;
}

/** Runs Go unless the binary is there. The folder appears at once and whole, whoever else builds the same. */
export async function buildOnce({ title, binary, args, cwd }: GoBuild): Promise<void> {
  if (existsSync(binary)) return;
  console.log(`building ${title}`);
  const start = Date.now();
  const target = dirname(binary);
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(`${target}.`);
  try {
    const env = { ...process.env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: cwd ? '-mod=readonly' : '-mod=mod' };
    const { status, error } = spawnSync('go', args(folder), { stdio: 'inherit', env, cwd });
    if (status !== 0) {
      const reason = error ? `${error.message}; install Go 1.26 or later` : 'see above';
      throw new Error(`${title} could not be built: ${reason}; or put a binary at ${binary}`);
    }
    if (!existsSync(target)) await rename(folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`built ${title} in ${Math.round((Date.now() - start) / 1000)} s`);
}
