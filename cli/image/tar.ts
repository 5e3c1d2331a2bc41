import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** What a layer or an archive holds at a path, from its root, without a leading slash. A folder's path ends in one. */
export type TarEntry = { readonly path: string; readonly mode?: number } & (
  | { readonly content: string | Buffer }
  /** The content is that of a file on this machine. */
  | { readonly file: string }
  | { readonly folder: true }
);

const blockBytes = 512;

/**
 * A tar archive that the entries alone determine: sorted by path, folders on the way added, owned by root, at time
 * zero. Files are 0644 and folders 0755 where they say no mode.
 */
export async function* writeTar(entries: readonly TarEntry[]): AsyncGenerator<Buffer> {
  for (const entry of withFolders(entries)) {
    const size = await sizeOf(entry);
    yield toHeader(entry, size);
    if ('content' in entry) yield Buffer.from(entry.content);
    if ('file' in entry) yield* createReadStream(entry.file) as AsyncIterable<Buffer>;
    yield Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes);
  }
  yield Buffer.alloc(2 * blockBytes);
}

function withFolders(entries: readonly TarEntry[]): TarEntry[] {
  const all = new Map<string, TarEntry>();
  for (const { path } of entries)
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      const folder = path.slice(0, end + 1);
      all.set(folder, { path: folder, folder: true });
    }
  for (const entry of entries) all.set(entry.path, entry);
  return [...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function sizeOf(entry: TarEntry): Promise<number> {
  if ('content' in entry) return Buffer.byteLength(entry.content);
  return 'file' in entry ? (await stat(entry.file)).size : 0;
}

/** POSIX.1-1988 (ustar), section 10.1.1. */
function toHeader(entry: TarEntry, size: number): Buffer {
  const isFolder = 'folder' in entry;
  const { path, mode = isFolder ? 0o755 : 0o644 } = entry;
  if (Buffer.byteLength(path) > 100) throw new RangeError(`${path}: a path in a tar archive has at most 100 bytes`);
  const header = Buffer.alloc(blockBytes);
  header.write(path, 0);
  writeOctal(header, mode, { at: 100, digits: 7 });
  writeOctal(header, 0, { at: 108, digits: 7 });
  writeOctal(header, 0, { at: 116, digits: 7 });
  writeOctal(header, size, { at: 124, digits: 11 });
  writeOctal(header, 0, { at: 136, digits: 11 });
  header.write('        ', 148);
  header.write(isFolder ? '5' : '0', 156);
  header.write('ustar\x0000', 257);
  writeOctal(
    header,
    header.reduce((sum, byte) => sum + byte),
    { at: 148, digits: 6 },
  );
  header.writeUInt8(0, 154);
  return header;
}

function writeOctal(
  header: Buffer,
  value: number,
  { at, digits }: { readonly at: number; readonly digits: number },
): void {
  header.write(value.toString(8).padStart(digits, '0'), at);
}
