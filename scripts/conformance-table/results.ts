import { type Claim, fromDescription } from './claims.ts';

/** What jest writes with `--json`, as far as it is read here. */
export interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/** Of each bus, the claims that were tried, and whether they held. */
export type Results = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

export function toKey({ suite, title }: Claim): string {
  return `${suite}: ${title}`;
}

/** The claims' results in a report, by bus. */
export function readResults({ testResults }: TestReport, claims: readonly Claim[]): Results {
  const known = new Set(claims.map(toKey));
  const results = new Map<string, Map<string, boolean>>();
  for (const { ancestorTitles, title, status } of testResults
    .filter(({ name }) => name.includes('/runtime/event-bus/'))
    .flatMap(({ assertionResults }) => assertionResults)) {
    const { bus, suite } = fromDescription(ancestorTitles.at(-1) ?? '');
    const key = toKey({ suite, title });
    if (!known.has(key) || (status !== 'passed' && status !== 'failed')) continue;
    if (!results.has(bus)) results.set(bus, new Map());
    results.get(bus)?.set(key, status === 'passed');
  }
  return results;
}
