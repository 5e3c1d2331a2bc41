import { type FileHandle, open } from 'node:fs/promises';

/** What a program or a shared library says that it needs (ELF-64, System V gABI chapters 4 and 5). */
export interface Elf {
  /** As Go names it; absent where it is none that images are built for. */
  readonly architecture: 'amd64' | 'arm64' | undefined;
  /** The path of the loader, of a program that has one. */
  readonly interpreter: string | undefined;
  readonly needed: readonly string[];
}

const architectures: Readonly<Record<number, Elf['architecture']>> = { 62: 'amd64', 183: 'arm64' };
const segmentTypes = { load: 1, dynamic: 2, interpreter: 3 } as const;
const tags = { needed: 1, strings: 5 } as const;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/** Nothing where the file is no 64-bit little-endian ELF file. */
export async function readElf(path: string): Promise<Elf | undefined> {
  await using file = await open(path);
  const header = await readAt(file, 0, 64);
  if (header.length < 64 || header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header[5] !== 1)
    return undefined;
  const segments = await readSegments(file, header);
  const interpreter = segments.find(({ type }) => type === segmentTypes.interpreter);
  return {
    architecture: architectures[header.readUInt16LE(18)],
    interpreter: interpreter && toText(await readAt(file, interpreter.offset, interpreter.size), 0),
    needed: await readNeeded(file, segments),
  };
}

async function readSegments(file: FileHandle, header: Buffer): Promise<Segment[]> {
  const entryBytes = header.readUInt16LE(54);
  const count = header.readUInt16LE(56);
  const table = await readAt(file, Number(header.readBigUInt64LE(32)), entryBytes * count);
  return Array.from({ length: count }, (_, n) => {
    const entry = table.subarray(n * entryBytes);
    return {
      type: entry.readUInt32LE(0),
      offset: Number(entry.readBigUInt64LE(8)),
      address: Number(entry.readBigUInt64LE(16)),
      size: Number(entry.readBigUInt64LE(32)),
    };
  });
}

async function readNeeded(file: FileHandle, segments: readonly Segment[]): Promise<string[]> {
  const dynamic = segments.find(({ type }) => type === segmentTypes.dynamic);
  if (!dynamic) return [];
  const table = await readAt(file, dynamic.offset, dynamic.size);
  const entries = Array.from({ length: table.length / 16 }, (_, n) => ({
    tag: Number(table.readBigInt64LE(n * 16)),
    value: Number(table.readBigUInt64LE(n * 16 + 8)),
  }));
  const address = entries.find(({ tag }) => tag === tags.strings)?.value ?? 0;
  const loaded = segments.find(
    (segment) =>
      segment.type === segmentTypes.load && address >= segment.address && address < segment.address + segment.size,
  );
  if (!loaded) return [];
  const start = address - loaded.address + loaded.offset;
  const strings = await readAt(file, start, loaded.offset + loaded.size - start);
  return entries.filter(({ tag }) => tag === tags.needed).map(({ value }) => toText(strings, value));
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), position });
  return buffer.subarray(0, bytesRead);
}

function toText(buffer: Buffer, start: number): string {
  return buffer.toString('utf8', start, buffer.indexOf(0, start));
}
