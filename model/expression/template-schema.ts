import { suggest } from './did-you-mean.ts';
import { printLiteral } from './print-literal.ts';
import type { Shape } from './template-shape.ts';

/** A JSON Schema, of which a template reads what it understands and passes over the rest. */
export type TemplateSchema = Readonly<Record<string, unknown>> | boolean;

export interface Mismatch {
  readonly path: readonly string[];
  readonly what: string;
}

interface Against {
  readonly schema: TemplateSchema;
  /** Holds the definitions that `$ref` names. */
  readonly root: TemplateSchema;
}

type Keywords = Readonly<Record<string, unknown>>;

/** The first thing that is surely wrong with a shape. */
export function firstMismatch(shape: Shape, { schema, root }: Against): Mismatch | undefined {
  const keywords = resolve(schema, root);
  if (shape.kind === 'unknown' || keywords === true) return undefined;
  if (shape.kind === 'either') return first(shape.shapes, (each) => firstMismatch(each, { schema, root }));
  if (keywords === false) return { path: [], what: 'nothing may stand here, remove it' };
  return (
    typeMismatch(shape, keywords) ??
    enumMismatch(shape, keywords) ??
    objectMismatch(shape, keywords, root) ??
    arrayMismatch(shape, keywords, root) ??
    first(listOf(keywords.allOf), (part) => firstMismatch(shape, { schema: part, root })) ??
    unionMismatch(shape, [...listOf(keywords.anyOf), ...listOf(keywords.oneOf)], root)
  );
}

function resolve(schema: TemplateSchema, root: TemplateSchema): Keywords | boolean {
  let current = schema;
  for (let i = 0; i < 20 && typeof current !== 'boolean' && typeof current.$ref === 'string'; i++)
    current = follow(current.$ref, root);
  return current;
}

function follow(ref: string, root: TemplateSchema): TemplateSchema {
  if (!ref.startsWith('#')) return true;
  let at: unknown = root;
  for (const part of ref.slice(1).split('/').filter(Boolean))
    at = (at as Keywords | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  return (at as TemplateSchema | undefined) ?? true;
}

function typeMismatch(shape: Shape, { type }: Keywords): Mismatch | undefined {
  const is = typeOf(shape);
  const allowed = type === undefined ? [] : [type].flat().map(String);
  if (is === undefined || allowed.length === 0 || allowed.includes(is)) return undefined;
  if (is === 'integer' && allowed.includes('number')) return undefined;
  if (is === 'number' && shape.kind === 'typed' && allowed.includes('integer')) return undefined;
  return { path: [], what: `${article(is)} stands where ${allowed.map(article).join(' or ')} is expected` };
}

/** `undefined` where nothing can be said; an absent field is judged where its object is. */
function typeOf(shape: Shape): string | undefined {
  if (shape.kind === 'typed' || shape.kind === 'array' || shape.kind === 'object')
    return 'type' in shape ? shape.type : shape.kind;
  if (shape.kind !== 'constant' || shape.value === undefined) return undefined;
  if (shape.value === null) return 'null';
  return Number.isInteger(shape.value) ? 'integer' : typeof shape.value;
}

function article(type: string): string {
  if (type === 'null') return 'null';
  return /^[aio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function enumMismatch(shape: Shape, { enum: values, const: only }: Keywords): Mismatch | undefined {
  const allowed = Array.isArray(values) ? values : only === undefined ? [] : [only];
  if (allowed.length === 0 || shape.kind !== 'constant' || shape.value === undefined || allowed.includes(shape.value))
    return undefined;
  const value = shape.value as string | number | boolean | null;
  return { path: [], what: `${printLiteral(value)} is not allowed, ${suggest(String(value), allowed.map(String))}` };
}

function objectMismatch(shape: Shape, keywords: Keywords, root: TemplateSchema): Mismatch | undefined {
  if (shape.kind !== 'object') return undefined;
  const properties = (keywords.properties ?? {}) as Readonly<Record<string, TemplateSchema>>;
  const wrong = first(shape.fields, ([key, field]) => {
    const schema = fieldSchema(key, keywords);
    if (schema === undefined)
      return { path: [key], what: `there is no '${key}', ${suggest(key, Object.keys(properties))}` };
    const inner = firstMismatch(field, { schema, root });
    return inner && { path: [key, ...inner.path], what: inner.what };
  });
  if (wrong || !shape.isComplete) return wrong;
  const present = new Set(shape.fields.filter(([, field]) => !isAbsent(field)).map(([key]) => key));
  const missing = listOf(keywords.required)
    .map(String)
    .find((key) => !present.has(key));
  return missing === undefined ? undefined : { path: [], what: `'${missing}' is missing, add it` };
}

function isAbsent(shape: Shape): boolean {
  return shape.kind === 'constant' && shape.value === undefined;
}

/** The schema of a field; `undefined` where there is no such field. */
function fieldSchema(
  key: string,
  { properties, patternProperties, additionalProperties }: Keywords,
): TemplateSchema | undefined {
  const named = (properties ?? {}) as Readonly<Record<string, TemplateSchema>>;
  if (Object.hasOwn(named, key)) return named[key];
  const byPattern = Object.entries((patternProperties ?? {}) as Readonly<Record<string, TemplateSchema>>);
  const matching = byPattern.find(([pattern]) => new RegExp(pattern, 'u').test(key));
  if (matching) return matching[1];
  return additionalProperties === false ? undefined : ((additionalProperties ?? true) as TemplateSchema);
}

function arrayMismatch(shape: Shape, { prefixItems, items }: Keywords, root: TemplateSchema): Mismatch | undefined {
  if (shape.kind !== 'array') return undefined;
  const prefix = listOf(prefixItems);
  return first(
    shape.items.map((item, i) => [item, i] as const),
    ([item, i]) => {
      const schema = prefix[i] ?? (items as TemplateSchema | undefined) ?? true;
      const inner =
        prefix.length > 0 && shape.items.length > prefix.length ? undefined : firstMismatch(item, { schema, root });
      return inner && { path: [String(i), ...inner.path], what: inner.what };
    },
  );
}

/** A shape fits a union where it fits one of it; what is wrong is told of the alternative that came furthest. */
function unionMismatch(shape: Shape, schemas: readonly TemplateSchema[], root: TemplateSchema): Mismatch | undefined {
  let furthest: Mismatch | undefined;
  for (const schema of schemas) {
    const mismatch = firstMismatch(shape, { schema, root });
    if (!mismatch) return undefined;
    if (!furthest || mismatch.path.length > furthest.path.length) furthest = mismatch;
  }
  return furthest;
}

function listOf(value: unknown): readonly TemplateSchema[] {
  return Array.isArray(value) ? value : [];
}

function first<T>(items: readonly T[], find: (item: T) => Mismatch | undefined): Mismatch | undefined {
  for (const item of items) {
    const mismatch = find(item);
    if (mismatch) return mismatch;
  }
  return undefined;
}
