import type { ChaosResult } from './run-chaos.ts';

const columns: readonly (readonly [string, keyof ChaosResult])[] = [
  ['seed', 'seed'],
  ['accepted', 'accepted'],
  ['posted again', 'repeats'],
  ['missing', 'missing'],
  ['duplicates', 'duplicates'],
  ['more than one key', 'splitKeys'],
  ['worker kills', 'kills'],
  ['worker freezes', 'freezes'],
  ['server kills', 'serverKills'],
  ['server freezes', 'serverFreezes'],
  ['seconds', 'seconds'],
];

/** The first two lines of a Markdown table of results. */
export const tableHead = `${toLine(columns.map(([title]) => title))}\n${toLine(columns.map(() => '---'))}`;

export function toTableRow(result: ChaosResult): string {
  return toLine(columns.map(([, key]) => result[key].toLocaleString('en')));
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
