import { usageError } from './command-error.ts';

/** The number that `--limit` names. Throws a usage error. */
export function toCount(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw usageError(`--limit: '${text}' is no count; use a whole number of at least 1, for example 50`);
}
