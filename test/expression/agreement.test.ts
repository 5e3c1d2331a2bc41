import fc from 'fast-check';
import { compileExpression, EvaluationError, readExpression } from '../../model/expression/index.ts';
import { corpus } from './corpus.ts';

type Outcome = { readonly value: unknown } | 'throws';

const compiled = corpus.map((fn) => {
  const stored = readExpression(fn, { at: 'corpus' });
  return { fn: fn as (input: unknown) => unknown, text: stored.code, interpret: compileExpression(stored, 'corpus') };
});

const word = fc.constantFrom(
  '',
  'a',
  'abc',
  'b1',
  'x',
  'xx-y z',
  '1',
  '12.5',
  '-3',
  ' a ',
  '$1$&',
  'é日',
  '😀b',
  '[1,2]',
  '{"x":1}',
  'a,b;c',
  '%41',
  '%',
);
const scalar = fc.oneof(
  word,
  word,
  fc.integer({ min: -3, max: 12 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', maxDepth: 3 }, scalar, tie('list'), tie('record')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  record: fc.dictionary(fc.constantFrom('x', 'y', '0', 'z-1'), tie('value'), { maxKeys: 4 }),
})).value;
const input = fc.record({ a: json, b: json, c: json }, { requiredKeys: [] });

function outcomeOf(evaluate: (input: unknown) => unknown, given: unknown): Outcome {
  try {
    return { value: evaluate(structuredClone(given)) };
  } catch {
    return 'throws';
  }
}

function interpreted(interpret: (input: unknown) => unknown, given: unknown): Outcome {
  return outcomeOf((each) => {
    try {
      return interpret(each);
    } catch (error) {
      expect(error).toBeInstanceOf(EvaluationError);
      throw error;
    }
  }, given);
}

describe('an expression gives what its function gives, and throws where it throws', () => {
  it.each(compiled.map((each) => [each.text, each] as const))('%s', (_text, { fn, interpret }) => {
    fc.assert(
      fc.property(input, (given) => {
        expect(interpreted(interpret, given)).toStrictEqual(outcomeOf(fn, given));
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('for pieces put together at random', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(corpus.length - 1), { minLength: 2, maxLength: 4 }), input, (picked, given) => {
        const bodies = picked.map((i) => compiled[i]?.text ?? '');
        const parts = bodies.map((_, i) => `f${'abcd'[i]}({ a, b, c })`).join(', ');
        const code = `({ a, b, c }) => { ${bodies.map((body, i) => `const f${'abcd'[i]} = ${body};`).join(' ')} return [${parts}]; }`;
        const fn = new Function(`return ${code}`)() as (input: unknown) => unknown;
        const interpret = compileExpression(readExpression(fn, { at: 'random' }), 'random');
        expect(interpreted(interpret, given)).toStrictEqual(outcomeOf(fn, given));
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe('by design, an expression differs from its function', () => {
  const ask = <A>(fn: (input: { a: A }) => unknown, a: NoInfer<A>): unknown =>
    compileExpression(readExpression(fn, { at: 'difference' }), 'difference')({ a });

  it('what a value inherits is absent, unless it is called', () => {
    expect(ask(({ a }: { a: { toString: unknown } }) => a.toString, {})).toBe(undefined);
    expect(ask(({ a }: { a: string[] }) => a.map, [])).toBe(undefined);
    expect(ask(({ a }: { a: object }) => 'toString' in a, {})).toBe(false);
  });

  it('a computed name that leads to the engine is refused', () => {
    expect(() => ask(({ a }: { a: Record<string, string> }) => a[a.key as string], { key: 'constructor' })).toThrow(
      "a[a.key]: 'constructor' belongs to the engine",
    );
  });

  it('regular expressions see characters, never halves of one, as with the flag u', () => {
    expect(ask(({ a }: { a: string }) => a.replace(/./, '-'), '😀b')).toBe('-b');
  });

  it('the flag i pairs letters as Unicode does, as with the flag u', () => {
    expect(ask(({ a }: { a: string }) => /k/i.test(a), '\u212a')).toBe(true);
  });

  it('the flag m ends lines at a line feed only', () => {
    expect(ask(({ a }: { a: string }) => /^b/m.test(a), 'a\rb')).toBe(false);
  });

  it('texts compare in the order of American English everywhere', () => {
    expect(ask(({ a }: { a: string }) => a.localeCompare('z'), 'ä')).toBe(-1);
  });

  it('more than the budget is an error', () => {
    expect(() => ask(({ a }: { a: string }) => a.repeat(2 ** 20), 'ab')).toThrow(
      'a.repeat: a text of more than 1048576 characters',
    );
  });
});
