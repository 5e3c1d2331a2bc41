/** A title, and which figure of a result stands under it. */
export type Column<Result> = readonly [title: string, figure: keyof Result];

/** A Markdown table of results, a line for each. */
export interface Table<Result> {
  /** The first two lines. */
  readonly head: string;
  toRow(result: Result): string;
}

export function createTable<Result extends object>(columns: readonly Column<Result>[]): Table<Result> {
  return {
    head: `${toLine(columns.map(([title]) => title))}\n${toLine(columns.map(() => '---'))}`,
    toRow: (result) => toLine(columns.map(([, figure]) => Number(result[figure]).toLocaleString('en'))),
  };
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
