/** The package's version, which documents and object labels carry. */
export const version = '0.1.0';

/** The oldest runtime that understands the documents written here. */
export const minRuntime = '0.1.0';

/** Below zero where `a` is older than `b`. A pre-release counts as its release. */
export function compareVersions(a: string, b: string): number {
  const left = toNumbers(a);
  const right = toNumbers(b);
  const differing = left.findIndex((number, i) => number !== right[i]);
  return differing < 0 ? 0 : (left[differing] ?? 0) - (right[differing] ?? 0);
}

function toNumbers(version: string): readonly number[] {
  return (version.split('-')[0] ?? '').split('.').map(Number);
}
