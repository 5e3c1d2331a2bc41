const unreadable = new Set(['__proto__', 'constructor', 'prototype']);

/** Names that no expression may read, written or computed. */
export function isForbidden(name: string): boolean {
  return unreadable.has(name);
}

/** A property of its own that a value has; what it inherits is not there. */
export function readOwn(value: unknown, key: string): unknown {
  if (typeof value === 'object' && value !== null)
    return Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  return typeof value === 'string' && Object.hasOwn(Object(value), key) ? value[key as unknown as number] : undefined;
}

/** Adds a property that is the object's own whatever its name. */
export function writeOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

/** What a spread of the value adds to an object. */
export function copyOwn(target: Record<string, unknown>, value: unknown, except?: ReadonlySet<string>): number {
  if (value === undefined || value === null) return 0;
  const keys = Object.keys(value);
  for (const key of keys) if (!except?.has(key)) writeOwn(target, key, (value as Record<string, unknown>)[key]);
  return keys.length;
}

/** What a value is called in an error. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
