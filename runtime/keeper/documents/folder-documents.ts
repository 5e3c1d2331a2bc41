import { isDeepStrictEqual } from 'node:util';
import { readDocuments } from '../../process/read-documents.ts';
import type { DocumentFeed, KnownDocuments } from './document-feed.ts';

/** Every document lies in a folder: all are in force, or those before. */
export function createFolderDocuments(folder: string): DocumentFeed {
  let known: KnownDocuments | undefined;
  return {
    async read() {
      const documents = await readDocuments(folder);
      if (!known || !isDeepStrictEqual(known.documents, documents))
        known = { documents, isComplete: () => true, problems: [] };
      return known;
    },
    async [Symbol.asyncDispose]() {},
  };
}
