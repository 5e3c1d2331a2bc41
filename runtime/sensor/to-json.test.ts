import fc from 'fast-check';
import { toJson } from './to-json.ts';

describe('a template as JSON', () => {
  it('leaves out what is undefined, as JSON.stringify does', () => {
    const value = { a: undefined, b: [1, undefined, { c: undefined }], d: { e: 'x' } };
    expect(toJson(value)).toStrictEqual({ b: [1, null, {}], d: { e: 'x' } });
  });

  it('is the value itself where there is nothing to leave out', () => {
    const value = { a: [1, { b: null }] };
    expect(toJson(value)).toBe(value);
  });

  it('is what JSON.stringify and JSON.parse make of it', () => {
    const part = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.boolean(),
        fc.integer(),
        fc.constantFrom(null, undefined),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), tie('value'), {
          maxKeys: 4,
          noNullPrototype: true,
        }),
      ),
    }));
    fc.assert(
      fc.property(part.value, (value) => {
        fc.pre(value !== undefined);
        expect(toJson(value)).toStrictEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    [undefined, 'it returned undefined, which is not JSON'],
    [Number.NaN, 'NaN is not JSON'],
    [{ a: [{ b: Number.POSITIVE_INFINITY }] }, 'a[0].b: Infinity is not JSON'],
    [{ a: undefined, b: Number.NaN }, 'b: NaN is not JSON'],
    [{ a: { f: () => 1 } }, 'a.f: a function is not JSON'],
    [{ a: 1n }, 'a: a bigint is not JSON'],
    [[/x/], '[0]: a RegExp is not JSON'],
    [{ at: new Date(0) }, 'at: a Date is not JSON'],
  ])('is not made of %p', (value, message) => {
    expect(() => toJson(value)).toThrow(new TypeError(message));
  });
});
