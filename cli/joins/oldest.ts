interface Aged {
  /** In milliseconds since 1970. */
  readonly since: number;
  /** Tells the order of those that are equally old. */
  readonly key: string;
}

/** The oldest of many, of which no more than so many are kept. */
export class Oldest<Item extends Aged> {
  readonly #most: number;
  #kept: readonly Item[] = [];
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  /** The oldest first. */
  get kept(): readonly Item[] {
    return this.#kept;
  }

  /** What is kept alone is described. */
  add(candidates: readonly (Aged & { readonly describe: () => Item })[]): void {
    this.#count += candidates.length;
    const last = this.#kept.length < this.#most ? undefined : this.#kept.at(-1);
    const older = last === undefined ? candidates : candidates.filter((one) => byAge(one, last) < 0);
    const described = older
      .toSorted(byAge)
      .slice(0, this.#most)
      .map(({ describe }) => describe());
    this.#kept = [...this.#kept, ...described].toSorted(byAge).slice(0, this.#most);
  }
}

function byAge(a: Aged, b: Aged): number {
  if (a.since !== b.since || a.key === b.key) return a.since - b.since;
  return a.key < b.key ? -1 : 1;
}
