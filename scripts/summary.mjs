// Prints the closing line of a test run: `N passed, N failed`, from jest's report.
import { readFileSync } from 'node:fs';

const [, , path] = process.argv;
try {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(path, 'utf8'));
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  console.log(`${numPassedTests} passed, ${failed} failed`);
  if (failed > 0 || numPassedTests === 0) process.exitCode = 1;
} catch (error) {
  console.log(`no test ran: ${error.message}`);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
