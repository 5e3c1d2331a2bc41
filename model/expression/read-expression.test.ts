import { compileExpression } from './compile-expression.ts';
import { readExpression } from './read-expression.ts';

const at = "ci/deploy: dependency 'push': filter";
type Any = Record<string, never>;

function message(fn: unknown, bind?: Record<string, object | string | number | null | undefined>): string {
  try {
    readExpression(fn as () => unknown, { at, bind });
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  throw new Error('it was accepted');
}

/** The same for text that no compiler lets through. */
function messageOf(code: string, bind?: Record<string, object | string>): string {
  return message(new Function(`return ${code}`)(), bind);
}

describe('an expression is stored', () => {
  it('as canonical text', () => {
    const fn = ({ data }: { data: { ref: string; n: number } }) => {
      // biome-ignore lint/complexity/useLiteralKeys: it shows that canonical text has one form
      return data['ref'] === "it's" && (data.n + 1) * 2 > 0x10;
    };
    expect(readExpression(fn, { at })).toStrictEqual({
      code: "({ data }) => data.ref === 'it\\'s' && (data.n + 1) * 2 > 16",
    });
  });

  it('with the values and helpers that it takes, and no others', () => {
    const isDocs = (file: string) => file.startsWith('docs/');
    const bind = { branch: 'main', other: 1, isDocs, unused: isDocs };
    const fn = ({ data }: { data: { ref: string; files: string[] } }, { branch, isDocs }: typeof bind) =>
      data.ref === branch && data.files.every(isDocs) && isDocs(data.ref);
    expect(readExpression(fn, { at, bind })).toStrictEqual({
      code: '({ data }, { branch, isDocs }) => data.ref === branch && data.files.every(isDocs) && isDocs(data.ref)',
      bind: { branch: 'main' },
      helpers: { isDocs: { code: "(file) => file.startsWith('docs/')" } },
    });
  });

  it('with what it takes of bind as a whole', () => {
    const bind = { branch: 'main', other: 1, upper: (text: string) => text.toUpperCase() };
    const fn = ({ ref }: { ref: string }, b: typeof bind) => b.upper(ref) === b.branch;
    expect(readExpression(fn, { at, bind })).toStrictEqual({
      code: '({ ref }, b) => b.upper(ref) === b.branch',
      bind: { branch: 'main' },
      helpers: { upper: { code: '(text) => text.toUpperCase()' } },
    });
  });
});

it('what is bound to undefined is undefined when it is evaluated', () => {
  const stored = readExpression((_event: Any, { limit }: { limit?: number }) => limit ?? 10, {
    at,
    bind: { limit: undefined },
  });
  expect(stored).toStrictEqual({ code: '(_event, { limit }) => limit ?? 10' });
  expect(compileExpression(stored, at)({})).toBe(10);
});

describe('a value in bind that is not JSON is refused with its path', () => {
  class Job {}
  const loop: Record<string, unknown> = {};
  loop.self = loop;

  it.each([
    [new Date(0), 'bind.value: a Date is not JSON, bind its text: `date.toISOString()`'],
    [{ since: [new Date(0)] }, 'bind.value.since[0]: a Date is not JSON, bind its text: `date.toISOString()`'],
    [new Map(), 'bind.value: a Map is not JSON, bind an array or a plain object'],
    [
      { n: Number.NaN },
      'bind.value.n: NaN is not JSON, bind strings, finite numbers, booleans, null, arrays and plain objects',
    ],
    [
      [undefined],
      'bind.value[0]: undefined is not JSON, bind strings, finite numbers, booleans, null, arrays and plain objects',
    ],
    [
      new Job(),
      'bind.value: a Job is not JSON, bind strings, finite numbers, booleans, null, arrays and plain objects',
    ],
    [{ run: () => 1 }, 'bind.value.run: a function is not JSON, bind it by itself, beside the values'],
    [loop, 'bind.value.self: the value contains itself, bind plain JSON'],
  ])('%s', (value, expected) => {
    expect(message((_event: Any, { value }: Any) => value, { value })).toBe(`InvalidSpecError: ${at}: ${expected}`);
  });
});

describe('an error names the place and the fix', () => {
  it('for a name from outside', () => {
    expect(messageOf('({ data }) => data.ref === branch')).toBe(
      `InvalidSpecError: ${at}: 'branch' comes from outside the function, bind it: \`bind: { branch }\`, and take it as the second argument: \`(…, { branch }) => …\`
  ({ data }) => data.ref === branch
                             ^^^^^^`,
    );
  });

  it('for a name that is bound but not taken', () => {
    expect(messageOf('({ data }) => data.ref === branch', { branch: 'main' })).toBe(
      `InvalidSpecError: ${at}: 'branch' comes from outside the function, it is bound; take it as the second argument: \`(…, { branch }) => …\`
  ({ data }) => data.ref === branch
                             ^^^^^^`,
    );
  });

  it('for a misspelt name of bind', () => {
    expect(messageOf('({ data }, { brunch }) => data.ref === brunch', { branch: 'main' })).toBe(
      `InvalidSpecError: ${at}: 'brunch' is not in \`bind\`, did you mean 'branch'? there are branch
  ({ data }, { brunch }) => data.ref === brunch
               ^^^^^^`,
    );
  });

  it('for a misspelt name of bind as a whole', () => {
    expect(messageOf('({ data }, b) => data.ref === b.brunch', { branch: 'main' })).toBe(
      `InvalidSpecError: ${at}: 'brunch' is not in \`bind\`, did you mean 'branch'? there are branch
  ({ data }, b) => data.ref === b.brunch
                                  ^^^^^^`,
    );
  });

  it('for a helper that uses what it is not given', () => {
    const helper = new Function('return (x) => x === outside')();
    expect(messageOf('({ data }, { helper }) => helper(data)', { helper })).toBe(
      `InvalidSpecError: ${at}: bind.helper: 'outside' comes from outside the function, give it to the helper as an argument
  (x) => x === outside
               ^^^^^^^`,
    );
  });

  it('for an unknown method', () => {
    expect(messageOf("({ data }) => data.ref.startWith('refs')")).toMatch(
      /: there is no method 'startWith' in an expression, did you mean 'startsWith'\? there are at, charAt, .*, with\n/,
    );
  });

  it('for a line far into a long function', () => {
    const code = '({ data }) => {\n  const ok = 1;\n  return [\n    ok,\n    data.list.push(1),\n  ];\n}';
    expect(messageOf(code)).toBe(
      `InvalidSpecError: ${at}: there is no method 'push' in an expression, make a new array: \`[...list, item]\`
  data.list.push(1),
            ^^^^`,
    );
  });

  it('for a place in a line that is too long to show', () => {
    const code = `({ data }) => data.list.includes('${'x'.repeat(300)}') && branch && '${'y'.repeat(300)}' !== data.ref`;
    const [, line, caret] = messageOf(code).split('\n');
    expect(line?.slice(caret?.indexOf('^'), (caret?.lastIndexOf('^') ?? 0) + 1)).toBe('branch');
    expect(line?.length).toBeLessThan(130);
  });

  it.each([
    [
      '({ data }) => data.list.sort()',
      "there is no method 'sort' in an expression, use `toSorted`, which changes nothing",
    ],
    ['({ data }) => { let x = 1; return x; }', '`let`, write `const`'],
    ['({ data }) => { if (data) return 1; return 2; }', 'an `if`, write `condition ? value : other`'],
    ['({ data }) => { const x = 1; }', 'nothing is returned, end with `return` and a value'],
    [
      '({ data }) => { const y = x; const x = 1; return y; }',
      "'x' is used before its declaration, move the declaration up",
    ],
    ['({ data }) => { data.x; return 1; }', 'a statement, write `const` declarations and one `return` at the end'],
    ['({ data }) => (data.x = 1)', 'an assignment, an expression changes nothing; make a new value'],
    ['({ data }) => data.x++', 'an assignment, an expression changes nothing; make a new value'],
    [
      '({ data }) => delete data.x',
      '`delete`, an expression changes nothing; take the rest: `const { name, ...rest } = data`',
    ],
    ['({ data }) => new Set(data)', '`new`, an expression makes plain data only'],
    [
      '({ data }) => new RegExp(data)',
      '`new RegExp`, write the regular expression out: `/…/`; where it was, the compiler rewrote this function for an old engine, set its `target` to ES2020 or later',
    ],
    ['({ data }) => new Date()', '`new`, an expression makes plain data only'],
    ['({ data }) => Date.now()', 'an expression has no clock, use the `time` of the event'],
    [
      '({ data }) => Math.random()',
      "there is no 'Math.random' in an expression, there are abs, cbrt, ceil, floor, hypot, log, log10, log2, max, min, pow, round, sign, sqrt, trunc",
    ],
    [
      '({ data }) => Math',
      "'Math' alone is no value, call one of abs, cbrt, ceil, floor, hypot, log, log10, log2, max, min, pow, round, sign, sqrt, trunc",
    ],
    [
      '({ data }) => Math.PI',
      "'Math' alone is no value, call one of abs, cbrt, ceil, floor, hypot, log, log10, log2, max, min, pow, round, sign, sqrt, trunc",
    ],
    ['function () { return this.x; }', '`this`, take what you need as a parameter or out of `bind`'],
    ['function () { return arguments[0]; }', '`arguments` is not there, take a parameter'],
    ['({ data }) => data[data.x]()', 'a call of a computed function, name the function'],
    ['({ data }) => data.fn(1)(2)', 'a call of a computed function, name the function'],
    ['({ data }) => data()', "'data' is a value, not a function"],
    ['({ data }) => data instanceof Object', '`instanceof`, data is JSON; use `typeof` or `Array.isArray`'],
    ['({ data }) => 1n', 'a bigint, which JSON cannot say; write a number'],
    ['({ data }) => [1, , 2]', 'an array with a hole, write `undefined`'],
    ['({ data }) => (1, data)', 'a comma between expressions, keep the last one'],
    ['({ data }) => data`x`', 'a tagged template, write a plain one'],
    ['({ data }) => ({ get x() { return 1; } })', 'a method or an accessor, an expression makes plain data only'],
    [
      '({ data }) => () => data',
      'a function, which stands only where a method takes one, as in `list.map((item) => …)`, or in a `const`',
    ],
    [
      '({ data }) => /x/',
      'a regular expression, which stands only before `.test(…)` or where a method takes one, or in a `const`',
    ],
    ['({ data }) => data.list.map(data.x)', "'map' takes a function first: `map((item) => …)`"],
    ['({ data }) => data.list.map()', "'map' takes a function first: `map((item) => …)`"],
    ['({ data }) => data.list.toSorted(data.x)', "'toSorted' takes a function or nothing: `toSorted((a, b) => a - b)`"],
    ['({ data }) => data.ref.match(data.x)', "'match' takes a regular expression that is written out: `match(/…/)`"],
    ['({ data }) => data.ref.matchAll(/x/g)', "'matchAll' gives an iterator, spread it: `[...text.matchAll(/…/g)]`"],
    ['({ data }) => [...data.ref.matchAll(/x/)]', "'matchAll' needs the flag g on its regular expression"],
    ['({ data }) => data.ref.replaceAll(/x/, "")', "'replaceAll' needs the flag g on its regular expression"],
    [
      '({ data }) => { const x = /x/g; return x.test(data); }',
      "with the flag g, 'x' would go on where it stopped, remove the flag",
    ],
    ['({ data }) => /x/.compile(data)', "a regular expression has no method 'compile', there are exec, test"],
    [
      '({ data }) => /(?=x)/.test(data)',
      'this regular expression looks ahead or behind: `(?=`, `(?!`, `(?<=` and `(?<!` do not run in linear time, write it without',
    ],
    [
      '({ data }) => /(x)\\1/.test(data)',
      'this regular expression refers back to a group, which does not run in linear time, write it without',
    ],
    [
      '({ data }) => /x/y.test(data)',
      'this regular expression has the flag y; there are g, i, m, s, u, write it without',
    ],
    [
      '({ data }) => /(?:x{1000}){1000}/.test(data)',
      'this regular expression cannot run in linear time (error parsing regexp: invalid repeat count: `{1000}`), write it without',
    ],
    ['({ data }, bind, third) => 1', 'an expression takes the event and `bind`, remove this parameter'],
    ['({ [data]: x }) => 1', 'a computed name, write the name'],
    ['async ({ data }) => data', 'an async function, an expression awaits nothing; remove `async`'],
    ['async ({ data }) => await data', 'an async function, an expression awaits nothing; remove `async`'],
    ['function* ({ data }) { return data; }', 'a generator, write an arrow function that answers an array'],
    ['class { }', 'a class is no function, write an arrow function'],
    ['(() => 1).bind(null)', 'a native or bound function has no source, write an arrow function'],
    [
      'Object.getOwnPropertyDescriptor({ get x() { return 1; } }, "x").get',
      'a getter or setter, write an arrow function',
    ],
    ['Math.max', 'a native or bound function has no source, write an arrow function'],
    [
      '({ data }) => _constants.onMain(data)',
      "'onMain' comes from outside the function, bind it: `bind: { onMain }`, and take it as the second argument: `(…, { onMain }) => …`",
    ],
    [
      '({ data }) => (0, constants_1.onMain)(data)',
      "'onMain' comes from outside the function, bind it: `bind: { onMain }`, and take it as the second argument: `(…, { onMain }) => …`",
    ],
    [
      '({ data }) => Object.assign(Object.assign({}, data), { x: 1 })',
      "'Object.assign': where it was a spread, the compiler rewrote this function for an old engine, set its `target` to ES2020 or later; else write `{ ...a, ...b }`",
    ],
    [
      '({ data }) => { var _a; return (_a = data.x) === null || _a === void 0 ? void 0 : _a.y; }',
      'the compiler rewrote this function for an old engine, set its `target` to ES2020 or later',
    ],
    [
      '({ data }) => _object_spread({}, data)',
      'the compiler rewrote this function for an old engine, set its `target` to ES2020 or later',
    ],
    [
      '({ data }) => __spreadProps(__spreadValues({}, data), { x: 1 })',
      'the compiler rewrote this function for an old engine, set its `target` to ES2020 or later',
    ],
  ])('%s', (code, expected) => {
    expect(messageOf(code).split('\n')[0]).toBe(`InvalidSpecError: ${at}: ${expected}`);
  });
});
