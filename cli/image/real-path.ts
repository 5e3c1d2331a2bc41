import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** As many as Linux follows on a way (path_resolution(7)). */
const mostLinks = 40;

/**
 * Where a path leads in the root of a file system that is not this machine's: links are followed as they are there, and
 * none leads out. An absolute path in that root; nothing where there is no such file.
 */
export async function realPathIn(root: string, path: string): Promise<string | undefined> {
  const ahead = path.split('/').reverse();
  let real = '/';
  let links = 0;
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const next = join(real, name);
    const found = await lstat(join(root, next)).catch(() => undefined);
    if (!found) return undefined;
    if (!found.isSymbolicLink()) {
      real = next;
      continue;
    }
    if (++links > mostLinks) return undefined;
    const target = await readlink(join(root, next));
    if (target.startsWith('/')) real = '/';
    ahead.push(...target.split('/').reverse());
  }
  return real;
}
