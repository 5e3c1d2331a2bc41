import { kindOf } from '../own.ts';
import type { Run } from '../run.ts';

/** Adds what iterating the value gives: the elements of an array, the characters of a text. */
export function spreadInto(run: Run, target: unknown[], value: unknown): void {
  if (!Array.isArray(value) && typeof value !== 'string') throw new TypeError(`${kindOf(value)} is not iterable`);
  run.reserveElements(target.length + value.length);
  for (const item of value) target.push(item);
}
