import type { CompiledJoin } from '../../sensor/join/compile-join.ts';
import type { Generation } from '../../sensor/join/generation.ts';
import type { Item } from './heads.ts';
import { type HeldCell, mark } from './held-cell.ts';

/** The names of a generation's cells, behind the trigger. */
export function cellsOf(path: string, { held, refused }: Generation<Item>): string[] {
  const cells: string[] = [];
  for (const [dependency, items] of Object.entries(held)) {
    if (refused) cells.push(`${path}/${dependency}/${mark}`);
    else for (const { offset } of items) cells.push(`${path}/${dependency}/${offset}`);
  }
  return cells;
}

/** The way in which the key of a cell's event is made today; absent where all events have one. */
export function keyingOf(cell: string, { window }: Pick<CompiledJoin, 'window'>): string | undefined {
  const [, , dependency = ''] = cell.split('/');
  return window?.keyings[dependency];
}

interface Present {
  readonly join: Pick<CompiledJoin, 'keying' | 'window'>;
  /** By their paths, all that are open. */
  readonly heads: Pick<ReadonlyMap<string, unknown>, 'has'>;
  /** Reads a cell, by its name behind the trigger. */
  readonly read: (cell: string) => HeldCell | undefined;
}

/**
 * Where those that wait under a path meet newcomers: their own keys are made as ever, whatever became of those of other
 * dependencies. Absent where they meet none any more.
 */
export function toPresentPath(path: string, generation: Generation<Item>, present: Present): string | undefined {
  const { join, heads, read } = present;
  const [own, key] = path.split('/');
  if (own === join.keying) return path;
  const to = `${join.keying}/${key}`;
  if (!join.window || heads.has(to)) return undefined;
  const isMadeAsEver = cellsOf(path, generation).every((cell) => {
    const way = read(cell)?.way;
    return way !== undefined && way === keyingOf(cell, join);
  });
  return isMadeAsEver ? to : undefined;
}
