import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './source-file.ts';

/** A project of somebody who uses the package, in a folder from which `eventwright` resolves. */
export interface Project extends AsyncDisposable {
  readonly folder: string;
  write(path: string, text: string): Promise<void>;
}

export async function createProject(files: Readonly<Record<string, string>>): Promise<Project> {
  await mkdir(join(root, 'dist'), { recursive: true });
  const folder = await mkdtemp(join(root, 'dist/project-'));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  await write('cdk8s.yaml', 'language: typescript\napp: node -C eventwright-source main.ts\n');
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return { folder, write, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
