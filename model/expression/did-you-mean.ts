/** The name nearest to a misspelt one, where one is near enough to be what was meant. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(name.length / 3) + 1);
  for (const candidate of names) {
    // so much is certain without comparing what may be a megabyte
    if (Math.abs(name.length - candidate.length) >= least) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

/** `did you mean 'x'? there are x, y, z`, as far as it can be said. */
export function suggest(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  const all = names.length > 0 ? `there are ${names.join(', ')}` : 'there are none';
  return near === undefined ? all : `did you mean '${near}'? ${all}`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, at(row, j) + 1, at(next, j - 1) + 1));
    }
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], i: number): number {
  return row[i] ?? Number.POSITIVE_INFINITY;
}
