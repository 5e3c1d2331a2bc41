import { readDocuments } from '../../process/read-documents.ts';
import type { DocumentFeed } from './document-feed.ts';

/** Every document lies in a folder: all are in force, or those before. */
export function createFolderDocuments(folder: string): DocumentFeed {
  return {
    read: async () => ({ documents: await readDocuments(folder), isComplete: () => true, problems: [] }),
    async [Symbol.asyncDispose]() {},
  };
}
