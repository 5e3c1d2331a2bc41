import { InvalidSpecError } from '../invalid-spec-error.ts';
import type { Json } from '../json.ts';

/** A bound value as JSON, copied. Throws an `InvalidSpecError` with the path of what is none. */
export function toJson(value: unknown, at: string, outer: readonly object[] = []): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw notJson(value, at);
  if (outer.includes(value)) throw new InvalidSpecError(`${at}: the value contains itself, bind plain JSON`);
  const path = [...outer, value];
  if (Array.isArray(value)) return Array.from(value, (item, i) => toJson(item, `${at}[${i}]`, path));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw notJson(value, at);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, toJson(item, `${at}.${key}`, path)]));
}

function notJson(value: unknown, at: string): InvalidSpecError {
  return new InvalidSpecError(`${at}: ${kind(value)} is not JSON, ${fix(value)}`);
}

function kind(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name || 'class instance'}`;
  return typeof value === 'function' ? 'a function' : typeof value === 'symbol' ? 'a symbol' : String(value);
}

function fix(value: unknown): string {
  if (value instanceof Date) return 'bind its text: `date.toISOString()`';
  if (value instanceof Map || value instanceof Set) return 'bind an array or a plain object';
  if (typeof value === 'function') return 'bind it by itself, beside the values';
  return 'bind strings, finite numbers, booleans, null, arrays and plain objects';
}
