import type { Run } from './run.ts';

export type Primitive = undefined | null | boolean | number | string;

/** JavaScript's ToPrimitive, for data: an object is its text, whatever was asked for. */
export function toPrimitive(run: Run, value: unknown): Primitive {
  return typeof value === 'object' && value !== null ? toText(run, value) : (value as Primitive);
}

/** JavaScript's ToString, for data. */
export function toText(run: Run, value: unknown): string {
  return typeof value === 'object' && value !== null ? objectText(run, value, 0) : String(value);
}

/** JavaScript's ToNumber, for data. */
export function toNumber(run: Run, value: unknown): number {
  return Number(toPrimitive(run, value));
}

/** An argument that the caller may leave out, as a number. */
export function toOptionalNumber(run: Run, value: unknown): number | undefined {
  return value === undefined ? undefined : toNumber(run, value);
}

/** What `Array.prototype.join` gives, counted and bounded before it is built. */
export function joinText(run: Run, list: readonly unknown[], separator: string, depth = 0): string {
  run.enter(depth);
  const parts: string[] = [];
  let length = Math.max(0, list.length - 1) * separator.length;
  run.allowText(length);
  for (const item of list) {
    run.spend(1);
    const part = elementText(run, item, depth + 1);
    length += part.length;
    run.allowText(length);
    parts.push(part);
  }
  run.scan(length);
  return parts.join(separator);
}

function elementText(run: Run, item: unknown, depth: number): string {
  if (item === undefined || item === null) return '';
  return typeof item === 'object' ? objectText(run, item, depth) : String(item);
}

function objectText(run: Run, value: object, depth: number): string {
  if (Array.isArray(value)) return joinText(run, value, ',', depth);
  if (Object.hasOwn(value, 'toString') || Object.getPrototypeOf(value) === null)
    throw new TypeError('this object cannot be made text');
  return '[object Object]';
}
