import { createHash } from 'node:crypto';
import type { Document } from '../../model/document/document.ts';

/** What the replicas of a worker compare to tell whether they run the same documents, in whatever order they read them. */
export function toConfigHash(documents: readonly Document[]): string {
  const hash = createHash('sha256');
  for (const text of documents.map((document) => JSON.stringify(document)).sort()) hash.update(text).update('\n');
  return hash.digest('hex');
}
