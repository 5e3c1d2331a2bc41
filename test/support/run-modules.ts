// Imports each module that it is given, one after the other, and prints as JSON what those that failed threw.
const failures: Record<string, string> = {};
for (const path of process.argv.slice(2)) {
  try {
    await import(path);
  } catch (error) {
    failures[path] = String((error as Error).stack ?? error);
  }
}
process.stdout.write(`\n${JSON.stringify(failures)}\n`);
process.exit();
