import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Document } from '../../model/document/document.ts';
import { parseDocument } from '../../model/document/parse-document.ts';
import { documentLabels } from '../../model/keeper/issued-secrets.ts';

interface KubernetesObject {
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
}

const label = documentLabels.document;

/** The documents in a folder of manifests: what the labelled ConfigMaps hold. */
export async function readManifests(folder: string): Promise<Document[]> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => /\.ya?ml$/.test(path)).sort();
  const documents = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(folder, path), 'utf8');
      return text.includes(label) ? readObjects(text) : [];
    }),
  );
  return documents.flat();
}

function readObjects(text: string): Document[] {
  const objects = parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject | null);
  return objects.flatMap((object) => {
    if (object?.kind !== 'ConfigMap' || !object.metadata?.labels?.[label]) return [];
    const at = `${object.metadata.namespace ?? 'default'}/${object.metadata.name}`;
    return Object.entries(object.data ?? {}).map(([key, value]) => parseDocument(value, `ConfigMap ${at}: ${key}`));
  });
}
