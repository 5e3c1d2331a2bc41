// Builds the servers that tests and benchmarks run, unless they are there: each once per version, outside the repository.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type GoServer, goServers, toBinary } from '../runtime/support/testing/go-server.ts';

for (const server of goServers) if (!existsSync(toBinary(server))) await build(server);

async function build(server: GoServer): Promise<void> {
  const { name, module, version } = server;
  console.log(`building ${name} ${version}`);
  const target = dirname(toBinary(server));
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(`${target}.`);
  const { status, error } = spawnSync('go', ['install', `${module}@v${version}`], {
    stdio: 'inherit',
    env: { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod', CGO_ENABLED: '0' },
  });
  if (status !== 0) {
    await rm(folder, { recursive: true, force: true });
    const reason = error ? `${error.message}; install Go 1.24 or later` : 'see above';
    throw new Error(`${name} ${version} could not be built: ${reason}; or put a binary at ${join(target, name)}`);
  }
  // somebody else may have built it meanwhile
  if (existsSync(target)) await rm(folder, { recursive: true });
  else await rename(folder, target);
}
