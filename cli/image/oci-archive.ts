import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Descriptor, type Layer, writeJsonBlob, writeLayer } from './blob.ts';
import type { Platform } from './platform.ts';
import { type TarEntry, writeTar } from './tar.ts';

export interface OciImage {
  readonly platform: Platform;
  /** From the one that changes least. */
  readonly layers: readonly (readonly TarEntry[])[];
  readonly config: OciConfig;
}

/** How a container of the image is run (OCI image specification, config). */
export interface OciConfig {
  readonly User?: string;
  readonly Env?: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
}

/** An image as a folder of blobs. */
export interface BuiltImage extends AsyncDisposable {
  readonly blobs: string;
  readonly manifest: Descriptor;
  /** What the manifest refers to. */
  readonly parts: readonly Descriptor[];
}

/** Builds an image into a temporary folder, which goes when it is disposed of. The same input has the same digest. */
export async function buildOciImage({ platform, layers, config }: OciImage): Promise<BuiltImage> {
  const blobs = await mkdtemp(join(tmpdir(), 'eventwright-image-'));
  const dispose = () => rm(blobs, { recursive: true, force: true });
  try {
    const written: Layer[] = [];
    for (const entries of layers) written.push(await writeLayer(blobs, entries));
    const configuration = await writeJsonBlob(blobs, 'application/vnd.oci.image.config.v1+json', {
      created: new Date(0).toISOString(),
      ...platform,
      config,
      rootfs: { type: 'layers', diff_ids: written.map(({ diffId }) => diffId) },
      history: written.map(() => ({ created: new Date(0).toISOString(), created_by: 'eventwright image' })),
    });
    const descriptors = written.map(({ diffId: _, ...descriptor }) => descriptor);
    const manifest = await writeJsonBlob(blobs, 'application/vnd.oci.image.manifest.v1+json', {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: configuration,
      layers: descriptors,
    });
    return { blobs, manifest, parts: [...descriptors, configuration], [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Writes an archive that `podman load`, `ctr images import` and `skopeo copy oci-archive:` take, under a full name. */
export async function writeOciArchive(
  { blobs, manifest }: BuiltImage,
  { output, name }: { readonly output: string; readonly name: string },
): Promise<void> {
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      {
        ...manifest,
        // containerd goes by the first, the tools of containers/image by the second.
        annotations: { 'io.containerd.image.name': name, 'org.opencontainers.image.ref.name': name },
      },
    ],
  };
  const entries: TarEntry[] = [
    { path: 'oci-layout', content: JSON.stringify({ imageLayoutVersion: '1.0.0' }) },
    { path: 'index.json', content: JSON.stringify(index) },
    ...(await readdir(blobs)).map((digest) => ({ path: `blobs/sha256/${digest}`, file: join(blobs, digest) })),
  ];
  await mkdir(join(output, '..'), { recursive: true });
  await pipeline(Readable.from(writeTar(entries)), createWriteStream(output));
}
