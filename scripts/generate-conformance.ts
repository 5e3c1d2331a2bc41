// Writes what every event bus keeps from the last run of all tests: `dist/test-results.json`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readClaims } from './conformance-table/claims.ts';
import { conformancePath, renderConformance } from './conformance-table/render.ts';
import { readResults } from './conformance-table/results.ts';

const report = 'dist/test-results.json';
if (!existsSync(report)) {
  console.error(`${report} is missing; run npm test first`);
  process.exit(1);
}
const claims = readClaims();
const results = readResults(JSON.parse(readFileSync(report, 'utf8')), claims);
if (results.size === 0) throw new Error(`${report} has no bus in it; run npm test to its end`);
writeFileSync(conformancePath, renderConformance(claims, results));
