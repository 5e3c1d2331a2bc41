import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { buildOciImage, type OciImage, writeOciArchive } from '../../cli/image/oci-archive.ts';
import { findBinary, type GoServer, natsServer } from '../../runtime/support/testing/go-server.ts';
import {
  coreDns,
  findProgram,
  natsConfigReloader,
  natsExporter,
  type PinnedProgram,
  probe,
  toVersion,
} from '../../scripts/provision/pinned-program.ts';

/** An image that holds one static binary, as `/<its name>`, which is the entry point. */
export interface StaticImage {
  /** In full, as a node looks it up: `docker.io/library/nats:2.15.2`. */
  readonly name: string;
  readonly binary: string;
  /** The entry point's own arguments, which no `args` of a pod replaces. */
  readonly arguments?: readonly string[];
  /** Root by default. */
  readonly user?: number;
}

const nobody = 65532;

export const pauseImage = (): StaticImage => ({
  name: 'localhost/pause:1',
  binary: findProgram(probe),
  arguments: ['pause'],
  user: nobody,
});
export const probeImage = (): StaticImage => ({ name: 'localhost/probe:1', binary: findProgram(probe), user: nobody });
export const coreDnsImage = (): StaticImage => ({
  name: 'localhost/coredns:1',
  binary: findProgram(coreDns),
  user: nobody,
});

/** A bus's server, exporter and reloader, under the names of their published images. */
export const busImages = (server: GoServer = natsServer): readonly StaticImage[] => [
  { name: `docker.io/library/nats:${server.version}`, binary: findBinary(server) },
  toPublished('natsio', natsExporter),
  toPublished('natsio', natsConfigReloader),
];

function toPublished(owner: string, program: PinnedProgram): StaticImage {
  return { name: `docker.io/${owner}/${program.name}:${toVersion(program)}`, binary: findProgram(program) };
}

/** The OCI archive of an image; it is written once, beside the binary. */
export async function ociArchive(image: StaticImage): Promise<string> {
  const { name, binary, user = 0 } = image;
  const oci = toOciImage(image, user);
  const key = createHash('sha256')
    .update(JSON.stringify([name, oci]))
    .digest('hex')
    .slice(0, 12);
  const output = join(dirname(binary), `image-${key}.tar`);
  if (existsSync(output)) return output;
  await using built = await buildOciImage(oci);
  const unfinished = `${output}.${process.pid}`;
  await writeOciArchive(built, { output: unfinished, name });
  await rename(unfinished, output);
  return output;
}

function toOciImage({ binary, arguments: args = [] }: StaticImage, user: number): OciImage {
  const path = basename(binary);
  return {
    platform: { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' },
    layers: [
      [
        { path, file: binary, mode: 0o755 },
        { path: 'tmp/', folder: true, mode: 0o1777 },
        { path: 'etc/nsswitch.conf', content: 'hosts: files dns\n' },
      ],
    ],
    config: { Entrypoint: [`/${path}`, ...args], User: `${user}:${user}`, Env: ['PATH=/'], WorkingDir: '/' },
  };
}
