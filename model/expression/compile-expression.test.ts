// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are expressions
import { compileExpression } from './compile-expression.ts';
import type { EvaluationError } from './evaluation-error.ts';

function failure(code: string, data: unknown): Pick<EvaluationError, 'code' | 'path' | 'message' | 'retryable'> {
  try {
    compileExpression({ code }, 'filter')({ data });
  } catch (error) {
    const { code, path, message, retryable } = error as EvaluationError;
    return { code, path, message, retryable };
  }
  throw new Error('it did not fail');
}

describe('what cannot be evaluated is an error with its path', () => {
  it.each([
    ['({ data }) => data.head.message', {}, 'missing', 'data.head.message', 'data.head is undefined'],
    ['({ data }) => data.head.message', { head: null }, 'missing', 'data.head.message', 'data.head is null'],
    ['({ data: { head: { message } } }) => message', {}, 'missing', 'data.head.message', 'data.head is undefined'],
    ['({ data: { list: [{ id }] } }) => id', { list: [] }, 'missing', 'data.list[0].id', 'data.list[0] is undefined'],
    ['({ data }) => (data?.head).message', {}, 'missing', '(data?.head).message', 'data?.head is undefined'],
    ["({ data }) => data.ref.startsWith('x')", {}, 'missing', 'data.ref.startsWith', 'data.ref is undefined'],
    ['({ data }) => data.n.trim()', { n: 1 }, 'type', 'data.n.trim', "a number has no method 'trim'"],
    ['({ data }) => data.list.map((x) => x.a.b)', { list: [{}] }, 'missing', 'x.a.b', 'x.a is undefined'],
    ['({ data }) => data.list.map(({ a }) => a)', { list: [null] }, 'missing', 'a', 'the argument is null'],
    ['({ data }) => [...data.n]', { n: 1 }, 'type', '[...data.n]', 'a number is not iterable'],
    ['({ data }) => Math.max(...data.n)', {}, 'type', 'Math.max', 'undefined is not iterable'],
    ["({ data }) => 'x' in data.n", { n: 1 }, 'type', "'x' in data.n", '`in` looks into an object, not into a number'],
    [
      '({ data }) => data.n.toFixed(101)',
      { n: 1 },
      'type',
      'data.n.toFixed',
      'toFixed() digits argument must be between 0 and 100',
    ],
    [
      '({ data }) => data.list.reduce((a, b) => a)',
      { list: [] },
      'type',
      'data.list.reduce',
      'an empty array needs an initial value',
    ],
    ['({ data }) => Object.keys(data.x)', {}, 'type', 'Object.keys', 'undefined has no properties'],
    ["({ data }) => 'x'.repeat(data.n)", { n: 2e6 }, 'budget', "'x'.repeat", 'a text of more than 1048576 characters'],
  ] as const)('%s of %j', (code, data, reason, path, message) => {
    expect(failure(code, data)).toStrictEqual({ code: reason, path, message: `${path}: ${message}`, retryable: false });
  });
});

it('bound values and helpers are there at run time', () => {
  const stored = {
    code: '({ data }, { branch, wrap }) => wrap(data.ref === branch, ...data.rest)',
    bind: { branch: 'main' },
    helpers: { wrap: { code: '(ok, ...rest) => ({ ok, count: rest.length })' } },
  };
  expect(compileExpression(stored, 'filter')({ data: { ref: 'main', rest: [1, 2] } })).toStrictEqual({
    ok: true,
    count: 2,
  });
});

it('helpers call each other in arguments without losing their values', () => {
  const stored = {
    code: '({ data }, { add }) => add(add(data, 1), add(data, 10))',
    helpers: { add: { code: '(a, b) => a + b' } },
  };
  expect(compileExpression(stored, 'filter')({ data: 5 })).toBe(21);
});

it('text that is no expression is refused with where it stands', () => {
  expect(() => compileExpression({ code: 'process.exit()' }, 'sensor.json: filter')).toThrow(
    'sensor.json: filter: not a function (it is a value), write an arrow function: process.exit()',
  );
  expect(() => compileExpression({ code: '(e) => 1; process.exit()' }, 'sensor.json: filter')).toThrow(
    'text follows the function',
  );
  expect(() =>
    compileExpression(
      { code: '(e, { run }) => run()', helpers: { run: { code: '() => process.exit()' } } },
      'sensor.json: filter',
    ),
  ).toThrow("sensor.json: filter: helper 'run': an expression has no environment");
});
