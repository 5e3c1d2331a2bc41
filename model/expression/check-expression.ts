import { readStored } from './read-stored.ts';
import type { StoredExpression } from './stored-expression.ts';

/** Parses and checks the text of a document, which may come from anywhere. Throws an `InvalidSpecError`. */
export function checkExpression(stored: StoredExpression, at: string): void {
  readStored(stored, at);
}
