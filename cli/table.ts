/** A cell for each column. */
type Row<Head extends readonly string[]> = { readonly [Column in keyof Head]: string };

/** Lines of a table, its columns as wide as they must be; `none` below the head where there is no row. */
export function toTable<const Head extends readonly string[]>(head: Head, rows: readonly Row<Head>[]): string[] {
  const all: readonly (readonly string[])[] = [head, ...(rows.length > 0 ? rows : [['none']])];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
