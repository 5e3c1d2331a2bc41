import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface TemporaryFiles extends Disposable {
  path(name: string): string;
}

/** Files of one test, by their names, in a folder of their own. */
export function temporaryFiles(contents: Readonly<Record<string, string>>): TemporaryFiles {
  const folder = mkdtempSync(join(tmpdir(), 'eventwright-files-'));
  const path = (name: string) => join(folder, name);
  for (const [name, content] of Object.entries(contents)) writeFileSync(path(name), content);
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}
