import type { Fold } from './fold.ts';

const fewBytes = 64 * 1024;
const manyEntries = 1_000;

/**
 * Whether the owner should write a base, so that what lies before it can be trimmed: as much has come behind the last
 * as it holds, so a journal stays within about twice its state; or the cells are not known to who reads it anew.
 */
export function needsBase({
  base,
  bytes,
  entries,
  unknown,
}: Pick<Fold, 'base' | 'bytes' | 'entries' | 'unknown'>): boolean {
  return unknown !== undefined || entries >= manyEntries || bytes > Math.max(fewBytes, base?.bytes ?? 0);
}
