import type { StandardSchemaV1 } from '@standard-schema/spec';
import { z } from 'zod';
import type { Json } from './json.ts';
import type { Schema } from './schema.ts';
import { suggest } from './suggest.ts';

/** A type as JSON holds it: everything readonly, no explicit `undefined`, no key that is never there. */
type Plain<T> = [Json] extends [T]
  ? T
  : T extends readonly (infer E)[]
    ? readonly Plain<E>[]
    : T extends object
      ? { readonly [K in keyof T as [T[K]] extends [undefined] ? never : K]: Plain<Exclude<T[K], undefined>> }
      : T;

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Agrees<Z extends z.ZodType, In, Out> =
  Same<Plain<In>, Plain<z.input<Z>>> extends true ? Same<Plain<Out>, Plain<z.output<Z>>> : false;

/** The keys whose types differ, of what is written and of what is made of it. */
type Differing<Z extends z.ZodType, In, Out> =
  | DifferingKeys<Plain<In>, Plain<z.input<Z>>>
  | DifferingKeys<Plain<Out>, Plain<z.output<Z>>>;
type DifferingKeys<A, B> = {
  [K in keyof A | keyof B]-?: Same<Pick<A, K & keyof A>, Pick<B, K & keyof B>> extends true ? never : K;
}[keyof A | keyof B];

const missing = 'is missing';
const zods = new WeakMap<object, z.ZodType>();

/**
 * The public face of a zod schema, so that no declaration file names zod. Does not compile where the schema's types
 * differ from the documented ones in a single key: it then wants a second argument that nobody can give.
 */
export function toSchema<Z extends z.ZodType, In, Out>(
  zod: Z & (Agrees<Z, In, Out> extends true ? unknown : { readonly theInterfaceDiffersIn: Differing<Z, In, Out> }),
): Schema<In, Out> {
  return wrap(zod as unknown as z.ZodType<Out, In>);
}

/** The zod schema behind one of ours, to build others from it. */
export function toZod<In, Out>(schema: Schema<In, Out>): z.ZodType<Out, In> {
  const zod = zods.get(schema);
  if (!zod) throw new TypeError('this schema was not made by toSchema');
  return zod as z.ZodType<Out, In>;
}

/** One of several kinds, told apart by `kind`; a kind without its schema does not compile. */
export function oneOfKind<Out extends { readonly kind: string }>(
  schemas: {
    readonly [K in Out['kind']]: Schema<unknown, Extract<Out, { readonly kind: K }>>;
  },
): Schema<unknown, Out> {
  const options = Object.values<Schema<unknown, Out>>(schemas).map((schema) => toZod(schema));
  // Each is an object with a literal `kind`, which `Schema` does not show.
  return wrap(z.discriminatedUnion('kind', options as never) as unknown as z.ZodType<Out, unknown>);
}

function wrap<In, Out>(zod: z.ZodType<Out, In>): Schema<In, Out> {
  const schema: Schema<In, Out> = {
    '~standard': {
      version: 1,
      vendor: 'eventwright',
      jsonSchema: zod['~standard'].jsonSchema,
      validate: (value) => {
        const result = zod.safeParse(value, { error: describe });
        return result.success ? { value: result.data } : { issues: result.error.issues.flatMap(innermost) };
      },
    },
  };
  zods.set(schema, zod);
  return schema;
}

/** A value in a message, cut short. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function describe(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => `there is no option '${key}'${suggest(key, optionsOf(issue.inst))}`).join('; ');
    case 'invalid_type':
      return input === undefined ? missing : `${show(input)} must be ${article(issue.expected)}`;
    case 'invalid_value':
      if (input === undefined) return missing;
      return `${show(input)} is not allowed${suggest(toWord(input), issue.values.map(String))}`;
    case 'invalid_union':
      return input === undefined ? missing : unknownKind(issue);
    case 'invalid_key':
      return issue.issues.map(({ message }) => message).join('; ');
    case 'too_small':
      return `${show(input)} must be ${bound('at least', issue.minimum, issue.origin)}`;
    case 'too_big':
      return `${show(input)} must be ${bound('at most', issue.maximum, issue.origin)}`;
    default:
      return undefined;
  }
}

function unknownKind({ input, discriminator, options }: z.core.$ZodRawIssue): string {
  if (typeof discriminator !== 'string' || !Array.isArray(options)) return `${show(input)} is not allowed`;
  const kind = (input as Record<string, unknown>)[discriminator];
  return `${show(kind)} is unknown${suggest(toWord(kind), options.map(String))}`;
}

/** What may have been meant for a word; JSON may hold a `toString` that is no function. */
function toWord(value: unknown): string {
  return typeof value === 'string' ? value : show(value);
}

function bound(how: string, limit: number | bigint, origin: string): string {
  return origin === 'array' ? `a list of ${how} ${limit}` : `${how} ${limit}`;
}

function article(expected: string): string {
  if (expected === 'array') return 'a list';
  if (expected === 'int') return 'a whole number';
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected === 'record' ? 'map' : expected}`;
}

function optionsOf(schema: unknown): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Of alternatives that all failed, what is wrong with the one that was meant. */
function innermost(issue: z.core.$ZodIssue): readonly StandardSchemaV1.Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const candidates = issue.errors.filter((branch) => branch.every(({ path }) => path.length > 0));
  const meant = candidates.length === 1 ? candidates : candidates.filter((branch) => !branch.some(isOfAnother));
  if (meant.length !== 1) return [issue];
  return (meant[0] ?? [])
    .flatMap(innermost)
    .map(({ message, path = [] }) => ({ message, path: [...issue.path, ...path] }));
}

/** Whether it speaks for another alternative: this one's own option is missing, or the other's is there. */
function isOfAnother(issue: z.core.$ZodIssue): boolean {
  if (issue.code !== 'invalid_type' || issue.path.length > 1) return false;
  return issue.expected === 'never' || issue.message === missing;
}
