import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Descriptor, toBlobPath } from '../blob.ts';
import type { BuiltImage } from '../oci-archive.ts';
import { type ImageName, showImageName } from './image-name.ts';
import { RegistryClient } from './registry-client.ts';

/** How a registry says that it has a blob: itself, or in a store that it redirects to. */
const present = [200, 301, 302, 303, 307, 308];

/** Uploads what the registry does not have, then names the image. */
export async function pushImage(
  { blobs, manifest, parts }: BuiltImage,
  name: ImageName,
  say: (line: string) => void,
): Promise<void> {
  const client = new RegistryClient(name);
  for (const part of parts) await pushBlob(client, { blobs, part, say });
  const content = await readFile(toBlobPath(blobs, manifest.digest));
  say(`naming it ${showImageName(name)}`);
  await client.ask({
    method: 'PUT',
    path: `manifests/${name.tag}`,
    headers: { 'content-type': manifest.mediaType },
    body: () => content,
    expect: [200, 201],
  });
}

async function pushBlob(
  client: RegistryClient,
  { blobs, part, say }: { readonly blobs: string; readonly part: Descriptor; readonly say: (line: string) => void },
): Promise<void> {
  const { digest, size } = part;
  const short = `${digest.slice(0, 'sha256:'.length + 12)} (${(size / 1e6).toFixed(1)} MB)`;
  const { status } = await client.ask({ method: 'HEAD', path: `blobs/${digest}`, expect: [...present, 404] });
  if (status !== 404) return say(`${short} is there already`);
  say(`uploading ${short}`);
  const { location } = await client.ask({ method: 'POST', path: 'blobs/uploads/', expect: [202] });
  if (!location) throw new Error('the registry accepted an upload and named no place for it');
  // What the registry wrote there stays as it is, to the letter.
  location.search += `${location.search ? '&' : '?'}digest=${encodeURIComponent(digest)}`;
  await client.ask({
    method: 'PUT',
    path: location,
    headers: { 'content-type': 'application/octet-stream', 'content-length': `${size}` },
    body: () => createReadStream(toBlobPath(blobs, digest)),
    expect: [200, 201, 204],
  });
}
