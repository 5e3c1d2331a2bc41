import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Document } from '../../model/document/document.ts';
import { parseDocument } from '../../model/document/parse-document.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';

/**
 * The documents in a folder, as projected ConfigMaps lie there: `*.json`, in any subfolder, in the order of their paths.
 * Throws one `InvalidSpecError` that names every document that cannot be read, or declares what another does.
 */
export async function readDocuments(folder: string): Promise<Document[]> {
  const paths = await findDocuments(folder);
  if (paths.length === 0)
    throw new InvalidSpecError(`${folder}: holds no document; mount the ConfigMaps of sources and sensors there`);
  const read = await Promise.allSettled(paths.map(async (path) => parseDocument(await readFile(path, 'utf8'), path)));
  const broken = read.filter((result) => result.status === 'rejected').map(({ reason }) => reason as Error);
  const unforeseen = broken.find((problem) => !(problem instanceof InvalidSpecError));
  if (unforeseen) throw unforeseen;
  const found = read.flatMap((result, index) =>
    result.status === 'fulfilled' ? [{ path: paths[index] as string, document: result.value }] : [],
  );
  const problems = [...broken.map(({ message }) => message), ...findTwins(found)];
  if (problems.length > 0) throw new InvalidSpecError(problems.join('\n'));
  return found.map(({ document }) => document);
}

/** Two of one name would do everything twice, and share the record of what is done. */
function findTwins(found: readonly { readonly path: string; readonly document: Document }[]): string[] {
  const first = new Map<string, string>();
  return found.flatMap(({ path, document: { kind, metadata } }) => {
    const name = metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
    const other = first.get(`${kind} ${name}`);
    if (other !== undefined) return [`${path}: ${kind} '${name}' is in ${other} already, take one of them out`];
    first.set(`${kind} ${name}`, path);
    return [];
  });
}

/** Kubernetes keeps a ConfigMap's files behind a link `..data` to a dated folder, and links each name beside it. */
async function findDocuments(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new InvalidSpecError(`${folder}: cannot be read (${error.code}); name the folder of documents with --config`);
  });
  const found = await Promise.all(
    names
      .filter((name) => !name.startsWith('..'))
      .sort()
      .map(async (name) => {
        const path = join(folder, name);
        if ((await stat(path)).isDirectory()) return findDocuments(path);
        return name.endsWith('.json') ? [path] : [];
      }),
  );
  return found.flat();
}
