import { readFileSync } from 'node:fs';
import { compileExpression, readExpression, type StoredExpression } from '../../model/expression/index.ts';
import {
  compilers,
  type Modules,
  runModule,
  type Target,
  withCoverage,
  withKeptNames,
  withTypesStripped,
} from './compilers.ts';
import { forms, touches } from './forms.ts';

type AnyFunction = (...args: never[]) => unknown;
type Stored = Readonly<Record<string, StoredExpression>>;

const source = readFileSync(new URL('./forms.ts', import.meta.url), 'utf8');
const values = { branch: 'main', limit: 3 };
const read = (fn: AnyFunction, helper: unknown): StoredExpression =>
  readExpression(fn, { at: 'form', bind: { ...values, touches: helper as object } });
const expected = readAll({ forms, touches });

function readAll({ forms, touches }: { forms?: unknown; touches?: unknown }): Stored {
  const entries = Object.entries(forms as Record<string, AnyFunction>);
  return Object.fromEntries(entries.map(([name, fn]) => [name, read(fn, touches)]));
}

const newTargets: readonly Target[] = ['es2020', 'es2022', 'esnext'];
const oldTargets: readonly Target[] = ['es2017', 'es2019'];
const moduleKinds: readonly Modules[] = ['esm', 'commonjs'];
const tools = Object.keys(compilers) as (keyof typeof compilers)[];
const every = (targets: readonly Target[]) =>
  tools.flatMap((tool) => targets.flatMap((target) => moduleKinds.map((modules) => ({ tool, target, modules }))));

describe('the text of an expression is the same', () => {
  it.each(every(newTargets))('after $tool for $target as $modules', async ({ tool, target, modules }) => {
    const code = compilers[tool](source, target, modules);
    expect(readAll(await runModule(code, modules))).toStrictEqual(expected);
  });

  it.each(tools)('after %s with coverage counters', async (tool) => {
    const code = withCoverage(compilers[tool](source, 'es2022', 'esm'));
    expect(code).toMatch(/cov_\w+\(\)\.s\[\d+\]\+\+/);
    expect(readAll(await runModule(code, 'esm'))).toStrictEqual(expected);
  });

  it('after Node has stripped the types', async () => {
    expect(readAll(await runModule(withTypesStripped(source), 'esm'))).toStrictEqual(expected);
  });

  it('after Node has stripped the types, with coverage counters', async () => {
    expect(readAll(await runModule(withCoverage(withTypesStripped(source)), 'esm'))).toStrictEqual(expected);
  });

  it('after esbuild has wrapped functions to keep their names', async () => {
    const code = withKeptNames(source);
    expect(code).toContain('__name(');
    expect(readAll(await runModule(code, 'esm'))).toStrictEqual(expected);
  });

  it.each(Object.entries(expected))('when it is read again: %s', (_name, stored) => {
    const fn = new Function(`return ${stored.code}`)();
    expect(read(fn, touches).code).toBe(stored.code);
    expect(() => compileExpression(stored, 'form')).not.toThrow();
  });
});

describe('a compiler that rewrote the function for an old engine', () => {
  it.each(every(oldTargets))(
    'is told of by its target, or left no trace: $tool for $target as $modules',
    async ({ tool, target, modules }) => {
      const compiled = await runModule(compilers[tool](source, target, modules), modules);
      const wrong = Object.entries(compiled.forms as Record<string, AnyFunction>).flatMap(([name, fn]) => {
        const answer = attempt(() => read(fn, touches).code);
        return answer === expected[name]?.code || /target` to ES2020/.test(answer) ? [] : [`${name}: ${answer}`];
      });
      expect(wrong).toStrictEqual([]);
    },
  );

  it.each(tools)('is told of where a spread became a call: %s', async (tool) => {
    const program = 'export const spread = ({ data }) => ({ ...data, more: 1 });';
    const { spread } = await runModule(compilers[tool](program, 'es2017', 'esm'), 'esm');
    expect(attempt(() => read(spread as AnyFunction, touches).code)).toMatch(/set its `target` to ES2020 or later/);
  });
});

function attempt(read: () => string): string {
  try {
    return read();
  } catch (error) {
    return (error as Error).message;
  }
}
