import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface TemporaryFiles extends Disposable {
  path(name: string): string;
  write(name: string, content: string): void;
}

/** Files of one test, by their names, in a folder of their own. */
export function temporaryFiles(contents: Readonly<Record<string, string>>): TemporaryFiles {
  const folder = mkdtempSync(join(tmpdir(), 'eventwright-files-'));
  const path = (name: string) => join(folder, name);
  const write = (name: string, content: string) => writeFileSync(path(name), content);
  for (const [name, content] of Object.entries(contents)) write(name, content);
  return { path, write, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}
