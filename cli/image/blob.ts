import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type TarEntry, writeTar } from './tar.ts';

/** Content that an image refers to by its digest (OCI image specification, descriptor). */
export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:<64 hexadecimal digits>` */
  readonly digest: string;
  readonly size: number;
}

export interface Layer extends Descriptor {
  /** The digest of the layer before it is compressed. */
  readonly diffId: string;
}

/** Where the content of a digest lies in a folder of blobs. */
export function toBlobPath(blobs: string, digest: string): string {
  return join(blobs, digest.replace('sha256:', ''));
}

/** Writes a JSON object as a blob into a folder. */
export async function writeJsonBlob(blobs: string, mediaType: string, value: unknown): Promise<Descriptor> {
  const text = JSON.stringify(value);
  const digest = toDigest(createHash('sha256').update(text));
  await writeFile(toBlobPath(blobs, digest), text);
  return { mediaType, digest, size: Buffer.byteLength(text) };
}

/** Writes files as a compressed layer into a folder of blobs. */
export async function writeLayer(blobs: string, entries: readonly TarEntry[]): Promise<Layer> {
  const whole = createHash('sha256');
  const compressed = createHash('sha256');
  const temporary = join(blobs, 'layer');
  await pipeline(Readable.from(writeTar(entries)), hashed(whole), createGzip(), hashed(compressed), (chunks) =>
    pipeline(chunks, createWriteStream(temporary)),
  );
  const digest = toDigest(compressed);
  const { size } = await stat(temporary);
  await rename(temporary, toBlobPath(blobs, digest));
  return { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size, diffId: toDigest(whole) };
}

function hashed(hash: Hash) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
}

function toDigest(hash: Hash): string {
  return `sha256:${hash.digest('hex')}`;
}
