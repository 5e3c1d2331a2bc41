import type { Json } from '../json.ts';

/** An expression as a document holds it: canonical text, the same whatever compiled the program. */
export interface StoredExpression {
  /** `({ data }, { branch }) => data.ref === `refs/heads/${branch}`` */
  readonly code: string;
  /** The values that the second parameter takes, by name. */
  readonly bind?: Readonly<Record<string, Json>>;
  /** The helper functions that the second parameter takes, by name. */
  readonly helpers?: Readonly<Record<string, StoredExpression>>;
}
