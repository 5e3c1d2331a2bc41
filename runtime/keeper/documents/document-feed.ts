import type { Document } from '../../../model/document/document.ts';

/** Where a keeper learns what is declared. */
export interface DocumentFeed extends AsyncDisposable {
  /**
   * All documents as they are known now; the same object where nothing has changed. Rejects with an `InvalidSpecError`
   * where nothing can be said.
   */
  read(signal: AbortSignal): Promise<KnownDocuments>;
}

export interface KnownDocuments {
  readonly documents: readonly Document[];
  /**
   * Whether all documents of a namespace are among them; where not, what is missing may well be declared. Of a namespace
   * that is not looked after, none are meant to be.
   */
  isComplete(namespace: string): boolean;
  /** What was left out, in a sentence each. */
  readonly problems: readonly string[];
}
