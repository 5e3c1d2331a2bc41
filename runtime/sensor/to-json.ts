import type { Json } from '../../model/json.ts';

/**
 * A template's result as JSON. As `JSON.stringify` does, it leaves out fields that are undefined; unlike it, it throws a
 * `TypeError` that begins with the path for everything else that JSON cannot say, such as `NaN`.
 */
export function toJson(value: unknown): Json {
  if (value === undefined) throw new TypeError('it returned undefined, which is not JSON');
  return isJson(value, []) ? (value as Json) : withoutUndefined(value);
}

/** False where something undefined has to be left out. */
function isJson(value: unknown, path: PropertyKey[]): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'undefined':
      return false;
    case 'number':
      if (Number.isFinite(value)) return true;
      throw notJson(String(value), path);
    case 'object':
      if (value === null) return true;
      if (Array.isArray(value)) return areJson(value.keys(), value as never, path);
      if (isPlain(value)) return areJson(Object.keys(value), value as never, path);
      throw notJson(`a ${value.constructor?.name ?? 'value of a class'}`, path);
    default:
      throw notJson(`a ${typeof value}`, path);
  }
}

function areJson(keys: Iterable<PropertyKey>, values: Readonly<Record<PropertyKey, unknown>>, path: PropertyKey[]) {
  let all = true;
  for (const key of keys) {
    path.push(key);
    all = isJson(values[key], path) && all;
    path.pop();
  }
  return all;
}

function withoutUndefined(value: unknown): Json {
  if (Array.isArray(value)) return Array.from(value, (item) => (item === undefined ? null : withoutUndefined(item)));
  if (typeof value !== 'object' || value === null) return value as Json;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutUndefined(item)]));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function notJson(what: string, path: readonly PropertyKey[]): TypeError {
  const where = path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${String(key)}`));
  return new TypeError(`${path.length > 0 ? `${where.join('')}: ` : ''}${what} is not JSON`);
}
