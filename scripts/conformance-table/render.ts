import type { Claim } from './claims.ts';
import { type Results, toKey } from './results.ts';

export const conformancePath = 'docs/event-buses/conformance.md';

const introduction = `# What every event bus keeps

Every bus passes one suite of tests, against the real thing: \`runtime/event-bus/conformance/\`. Each row is the title of a test.
✓ it passed, ✗ it failed, – it was not run. Written by \`npm run docs:conformance\` from the last run of \`npm test\`.
`;

/** The page: a table for each suite, a row for each claim, a column for each bus. */
export function renderConformance(claims: readonly Claim[], results: Results): string {
  const suites = [...new Set(claims.map(({ suite }) => suite))];
  return [introduction, ...suites.map((suite) => renderSuite(suite, claims, results))].join('\n');
}

function renderSuite(suite: string, claims: readonly Claim[], results: Results): string {
  const rows = claims
    .filter((claim) => claim.suite === suite)
    .map((claim) => toRow([claim.title, ...[...results.values()].map((held) => toMark(held.get(toKey(claim))))]));
  const head = ['', ...results.keys()];
  return `## ${suite[0]?.toUpperCase()}${suite.slice(1)}\n\n${[toRow(head), toRow(head.map(() => '---')), ...rows].join('\n')}\n`;
}

/** The titles that a page has rows for. */
export function readRows(page: string): readonly string[] {
  return [...page.matchAll(/^\| (.+?) \| [✓✗–]/gm)].map(([, title = '']) => title.replaceAll('\\|', '|'));
}

/** The marks of a page that are not ✓, with their rows. */
export function readFailures(page: string): readonly string[] {
  return page.split('\n').filter((line) => /^\| .* [✗–] \|/.test(line));
}

function toMark(held: boolean | undefined): string {
  if (held === undefined) return '–';
  return held ? '✓' : '✗';
}

function toRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
