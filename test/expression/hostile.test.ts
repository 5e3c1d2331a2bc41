// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are expressions
import {
  compileExpression,
  EvaluationError,
  readExpression,
  type StoredExpression,
} from '../../model/expression/index.ts';

function evaluate<Input>(fn: (input: Input) => unknown, input: unknown): unknown {
  return compileExpression(readExpression(fn, { at: 'hostile' }), 'hostile')(input);
}

function evaluateCode(stored: StoredExpression, input: unknown): unknown {
  return compileExpression(stored, 'hostile')(input);
}

function failure(run: () => unknown): Pick<EvaluationError, 'code' | 'message'> {
  try {
    run();
  } catch (error) {
    if (error instanceof EvaluationError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it did not fail');
}

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('prototypes stay out of reach', () => {
  it.each([
    '({ data }) => data.__proto__',
    '({ data }) => data.constructor',
    "({ data }) => data['constructor']",
    "({ data }) => data?.['__proto__']",
    '({ data: { constructor } }) => 1',
    '({ data }) => ({ __proto__: data })',
    "({ data }) => ({ '__proto__': data })",
    '({ data }) => data.map.constructor',
    '({ data }) => ({ get x() { return 1; } })',
    '({ data }) => ({ x() { return 1; } })',
    "({ data }) => (() => 1).constructor('return process')()",
    '({ data }) => data.x.call(data)',
    '({ data }) => [].constructor',
    '({ data }) => data`x`',
    '() => globalThis',
    '() => import("node:fs")',
    '() => new Function("return 1")',
    '() => { while (true) {} }',
    '() => eval("1")',
    '(e) => e[["constructor"]]()',
  ])('%s is refused when it is read', (code) => {
    expect(() => compileExpression({ code }, 'hostile')).toThrow(/^hostile: /);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('a key of the payload may not name %s', (key) => {
    const run = () =>
      evaluate(({ data }: { data: Record<string, string> }) => data[data.key as string], { data: { key } });
    expect(failure(run)).toStrictEqual({
      code: 'forbidden',
      message: `data[data.key]: '${key}' belongs to the engine`,
    });
  });

  it('nor an array that reads as such a name', () => {
    const run = () => evaluateCode({ code: '({ data }) => data[data.key]' }, { data: { key: ['__proto__'] } });
    expect(failure(run).code).toBe('forbidden');
  });

  it.each([
    ['computed keys', '({ data }) => ({ [data.key]: data.value })'],
    ['entries', '({ data }) => Object.fromEntries([[data.key, data.value]])'],
    ['parsed text', '({ data }) => JSON.parse(`{"__proto__": ${JSON.stringify(data.value)}}`)'],
    ['spread', '({ data }) => ({ ...data.evil })'],
    ['the rest', '({ data: { evil: { none, ...rest } } }) => rest'],
  ])('%s make an own property of __proto__, never a prototype', (_what, code) => {
    const data: unknown = JSON.parse(
      '{"key":"__proto__","value":{"polluted":true},"evil":{"__proto__":{"polluted":true}}}',
    );
    const result = evaluateCode({ code }, { data }) as Record<string, unknown>;
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(Object.keys(result)).toStrictEqual(['__proto__']);
    expect(result.polluted).toBe(undefined);
    expect(({} as Record<string, unknown>).polluted).toBe(undefined);
  });
});

describe('keys of a payload that are named like methods are data', () => {
  const data = JSON.parse(
    '{"toString":"text","hasOwnProperty":1,"valueOf":2,"filter":"f","length":"long","toJSON":"j"}',
  );

  it('they are read as data, and are undefined where they are not there', () => {
    const fn = ({ data }: { data: Record<string, unknown> }) => [data.toString, data.hasOwnProperty, data.length];
    expect(evaluate(fn, { data })).toStrictEqual(['text', 1, 'long']);
    expect(evaluate(fn, { data: {} })).toStrictEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['({ data }) => String(data)', 'String: this object cannot be made text'],
    ['({ data }) => `${data}`', '`${data}`: this object cannot be made text'],
    ["({ data }) => data + ''", "data + '': this object cannot be made text"],
    ['({ data }) => data.toString()', "data.toString: an object has no method 'toString'"],
    ['({ data }) => data.filter((x) => x)', "data.filter: an object has no method 'filter'"],
  ])('they are never called: %s', (code, message) => {
    expect(failure(() => evaluateCode({ code }, { data }))).toStrictEqual({ code: 'type', message });
  });

  it('they are written as JSON', () => {
    expect(evaluateCode({ code: '({ data }) => JSON.stringify(data)' }, { data })).toBe(JSON.stringify(data));
  });
});

describe('what would take too long or too much is stopped', () => {
  const list = Array.from({ length: 1000 }, (_, i) => i);
  const long = 'a'.repeat(1_000_000);

  it.each([
    ['a callback in a callback', '({ list }) => list.map((x) => list.map((y) => list.map((z) => z)))', 'steps'],
    ['a text doubled again and again', "({ list }) => list.reduce((text) => text + text, 'ab')", 'characters'],
    ['a template of itself', "({ list }) => list.reduce((text) => `${text}${text}`, 'ab')", 'characters'],
    ['repeat', "({ list }) => 'ab'.repeat(1e9)", 'characters'],
    ['padEnd', "({ list }) => ''.padEnd(2e6)", 'characters'],
    ['padStart', "({ list }) => ''.padStart(1 / 0, 'ab')", 'characters'],
    ['join', "({ list, long }) => list.map(() => 'ab').join(long)", 'characters'],
    ['join of itself', '({ list }) => list.reduce((all) => [all, all], [1, 2]).join()', '(deeper|steps|characters)'],
    ['text of a list', '({ list }) => `${list.reduce((all) => [all, all], [1, 2])}`', '(deeper|steps|characters)'],
    ['replaceAll', "({ long }) => long.replaceAll('a', 'abc')", '(characters|steps)'],
    [
      'replace with what is around it',
      "({ long }) => `${long.slice(0, 4000)}`.replaceAll('a', \"$`$'\")",
      'characters',
    ],
    ['concat', '({ long }) => long.concat(long)', 'characters'],
    ['concat of arrays', '({ list }) => list.reduce((all) => all.concat(all), list)', 'elements'],
    ['spread', '({ list }) => list.reduce((all) => [...all, ...all], list)', 'elements'],
    ['flat of itself', '({ list }) => list.slice(0, 40).reduce((all) => [all, all], list).flat(1 / 0)', 'steps'],
    ['flatMap', '({ list }) => list.flatMap(() => list)', '(elements|steps)'],
    ['split', "({ long }) => long.split('')", 'elements'],
    [
      'stringify of itself',
      '({ list }) => JSON.stringify(list.slice(0, 40).reduce((all) => [all, all], list))',
      '(steps|characters)',
    ],
    [
      'stringify with space',
      '({ list }) => JSON.stringify(list.slice(0, 400).reduce((all) => [all], list), null, 10)',
      'characters',
    ],
    ['encoding', '({ long }) => encodeURIComponent(`${long} `.replaceAll("a", "%"))', '(characters|steps)'],
    ['parse', '({ long }) => JSON.parse(`[${long.replaceAll("a", "1")},${long}]`)', '(characters|steps)'],
    ['an answer that holds a text many times', '({ list, long }) => list.map(() => long)', 'characters'],
    [
      'an answer that holds itself many times',
      '({ list }) => list.slice(0, 40).reduce((all) => [all, all], list)',
      'characters',
    ],
    ['helpers that call each other twice', doubling(30), 'steps'],
    ['matches from each place to the end', '({ long }) => [...long.matchAll(/(?:a.*)?b|a/g)]', '(steps|elements)'],
  ])('%s', (_what, code, what) => {
    const { message, code: reason } = failure(() => evaluateCode({ code }, { list, long }));
    expect({ message, reason }).toStrictEqual({
      message: expect.stringMatching(new RegExp(`more than|${what}`)),
      reason: 'budget',
    });
    expect(message).toMatch(new RegExp(what));
  });

  /** Each constant calls the one before twice. */
  function doubling(count: number): string {
    const calls = Array.from(
      { length: count },
      (_, i) => `const f${'x'.repeat(i + 2)} = (v) => f${'x'.repeat(i + 1)}(f${'x'.repeat(i + 1)}(v));`,
    );
    return `() => { const fx = (v) => v + 1; ${calls.join(' ')} return f${'x'.repeat(count + 1)}(0); }`;
  }

  it.each(['(a+)+$', '^(a|a)*$', '(.*)*x', '(a|aa)+$', '([a-z]+)*\\d'])(
    'the pattern %s takes linear time',
    (pattern) => {
      const text = `${'a'.repeat(50_000)}!`;
      expect(evaluateCode({ code: `({ text }) => /${pattern}/.test(text)` }, { text })).toBe(false);
    },
  );

  it('deep payloads are read, not walked', () => {
    const data = nested(100_000);
    expect(evaluateCode({ code: '({ data }) => data[0][0].length' }, { data })).toBe(1);
    for (const code of [
      '({ data }) => data',
      '({ data }) => `${data}`',
      '({ data }) => JSON.stringify(data)',
      '({ data }) => data.flat(1e9)',
    ])
      expect(failure(() => evaluateCode({ code }, { data })).code).toBe('budget');
  });

  it('parsing a deep text is bounded', () => {
    expect(
      failure(() =>
        evaluateCode({ code: '({ text }) => JSON.parse(text)' }, { text: '['.repeat(400_000) + ']'.repeat(400_000) }),
      ).code,
    ).toBe('budget');
  });

  it.each([
    ['parentheses', `() => ${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
    ['operators', `() => ${'1+'.repeat(20_000)}1`],
    ['members', `(e) => e${'.a'.repeat(20_000)}`],
    ['arrays', `() => ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['size', `() => '${'a'.repeat(100_000)}'`],
  ])('text with endless %s is refused', (_what, code) => {
    expect(() => compileExpression({ code }, 'hostile')).toThrow(/^hostile: .*(nested too deeply|at most 65536)/s);
  });

  it('one evaluation spends nothing of the next', () => {
    const run = compileExpression(
      { code: '({ list }) => list.map((x) => list.filter((y) => y === x).length).length' },
      'hostile',
    );
    const few = list.slice(0, 100);
    for (let i = 0; i < 50; i++) expect(run({ list: few })).toBe(100);
  });
});
