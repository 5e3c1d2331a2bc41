const shown = 10;

/** Problems as one line of the log; of very many, the first. */
export function joinProblems(problems: readonly string[]): string {
  const more = problems.length - shown;
  return [...problems.slice(0, shown), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
