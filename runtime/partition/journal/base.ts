import type { Fold } from './fold.ts';

const fewBytes = 64 * 1024;
/** What an entry costs beside what it says: a bus's own bytes, and the time of who reads it. */
const entryBytes = 512;

/**
 * Whether the owner should write a base, so that what lies before it can be trimmed: the journal has become twice as
 * large as its state, which has shrunk since the last base if its cells have become fewer; or the cells are not known to
 * who reads it anew.
 */
export function needsBase({
  base,
  bytes,
  entries,
  unknown,
  cells,
}: Pick<Fold, 'base' | 'bytes' | 'entries' | 'unknown'> & { readonly cells: { readonly size: number } }): boolean {
  if (unknown !== undefined) return true;
  const known = base ?? { bytes: 0, cells: 0 };
  const liveBytes = known.bytes * Math.min(1, cells.size / Math.max(1, known.cells));
  return known.bytes + bytes + entries * entryBytes > 2 * Math.max(fewBytes, liveBytes);
}
