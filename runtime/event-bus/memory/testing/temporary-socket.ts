import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A path for a Unix socket in a folder of its own, which disposing removes. */
export async function temporarySocket(): Promise<{ readonly path: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-'));
  return { path: join(folder, 'bus.sock'), [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
