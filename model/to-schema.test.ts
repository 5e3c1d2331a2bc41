import { z } from 'zod';
import { parseSpec, type Schema, toJsonSchema } from './schema.ts';
import { oneOfKind, toSchema, toZod } from './to-schema.ts';

interface Options {
  readonly size: number;
  readonly tags?: readonly string[];
}

interface Spec extends Required<Options> {}

const zod = z.strictObject({ size: z.int().min(1), tags: z.array(z.string()).default([]) });
const schema: Schema<Options, Spec> = toSchema(zod);

describe('the interface and the schema', () => {
  it('agree, or the program does not compile', () => {
    const same = toSchema(zod) satisfies Schema<Options, Spec>;
    const differing = [
      // @ts-expect-error a key that the schema does not have
      toSchema(zod) satisfies Schema<Options & { readonly extra?: string }, Spec>,
      // @ts-expect-error a key that the interface does not have
      toSchema(zod) satisfies Schema<Pick<Options, 'size'>, Spec>,
      // @ts-expect-error another type
      toSchema(zod) satisfies Schema<{ readonly size: string; readonly tags?: readonly string[] }, Spec>,
      // @ts-expect-error a default that the schema does not have
      toSchema(z.strictObject({ size: z.number(), tags: z.array(z.string()).optional() })) satisfies Schema<
        Options,
        Spec
      >,
    ];
    expect([same, ...differing]).toHaveLength(5);
  });
});

describe('parseSpec', () => {
  it('fills in the defaults', () => {
    expect(parseSpec(schema, { size: 1 }, 'a')).toStrictEqual({ size: 1, tags: [] });
  });

  it('takes an option that is undefined for one that is not there', () => {
    expect(parseSpec(schema, { size: 1, tags: undefined }, 'a')).toStrictEqual({ size: 1, tags: [] });
  });

  it.each([
    [{ size: 0 }, 'a: size 0 must be at least 1'],
    [{ size: 1.5 }, 'a: size 1.5 must be a whole number'],
    [{ size: '1' }, "a: size '1' must be a number"],
    [{}, 'a: size is missing'],
    [{ size: 1, tags: 'x' }, "a: tags 'x' must be a list"],
    [{ size: 1, tags: ['x', null] }, 'a: tags.1 null must be a string'],
    [{ size: 1, tag: [] }, "a: there is no option 'tag', did you mean 'tags'?"],
    [{ size: 1, colour: 'red' }, "a: there is no option 'colour'; there is 'size', 'tags'"],
    [{ size: 0, tag: [] }, "a: size 0 must be at least 1\na: there is no option 'tag', did you mean 'tags'?"],
    [[], 'a: [] must be an object'],
    [undefined, 'a: is missing'],
  ])('says of %j what is wrong', (value, message) => {
    expect(() => parseSpec(schema, value, 'a')).toThrow(
      expect.objectContaining({ name: 'InvalidSpecError', message: expect.stringContaining(message) }),
    );
  });

  it("takes another library's schema as it is", () => {
    const foreign = z.object({ key: z.string() });
    expect(parseSpec(foreign, { key: 'k' }, 'a')).toStrictEqual({ key: 'k' });
    expect(() => parseSpec(foreign, {}, 'a')).toThrow('a: key: Invalid input: expected string, received undefined');
  });
});

describe('alternatives', () => {
  const circle: Schema<unknown, { kind: 'circle'; radius: number }> = toSchema(
    z.strictObject({ kind: z.literal('circle'), radius: z.number() }) as z.ZodType<
      { kind: 'circle'; radius: number },
      unknown
    >,
  );
  const square: Schema<unknown, { kind: 'square'; side: number }> = toSchema(
    z.strictObject({ kind: z.literal('square'), side: z.number() }) as z.ZodType<
      { kind: 'square'; side: number },
      unknown
    >,
  );
  const shape = oneOfKind<{ kind: 'circle'; radius: number } | { kind: 'square'; side: number }>({ circle, square });

  it('are told apart by their kind', () => {
    expect(parseSpec(shape, { kind: 'square', side: 2 }, 'a')).toStrictEqual({ kind: 'square', side: 2 });
    expect(() => parseSpec(shape, { kind: 'square', radius: 2 }, 'a')).toThrow('a: side is missing');
    expect(() => parseSpec(shape, { kind: 'sqare' }, 'a')).toThrow(
      "a: kind 'sqare' is unknown, did you mean 'square'?",
    );
  });

  it('without a kind complain of the one that was meant', () => {
    const either = z.union([z.literal('none'), z.strictObject({ radius: z.number() })], { error: 'is neither' });
    const schema: Schema<{ either: 'none' | { radius: number } }> = toSchema(z.strictObject({ either }));
    expect(() => parseSpec(schema, { either: { radius: 'x' } }, 'a')).toThrow("a: either.radius 'x' must be a number");
    expect(() => parseSpec(schema, { either: 1 }, 'a')).toThrow('a: either is neither');
  });
});

describe('the JSON Schema', () => {
  it('is that of what a user writes, with the defaults', () => {
    expect(toJsonSchema(schema)).toStrictEqual({
      type: 'object',
      properties: {
        size: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
        tags: { type: 'array', items: { type: 'string' }, default: [] },
      },
      required: ['size'],
      additionalProperties: false,
    });
  });

  it('of a schema that builds on another holds it', () => {
    const list: Schema<readonly Options[], readonly Spec[]> = toSchema(z.array(toZod(schema)));
    expect(toJsonSchema(list)).toMatchObject({ items: toJsonSchema(schema) });
  });
});
