import { createRequire, stripTypeScriptTypes } from 'node:module';
import { createContext, Script, SourceTextModule } from 'node:vm';
import { transformSync as swc } from '@swc/core';
import { transformSync as esbuild } from 'esbuild';
import ts from 'typescript';

export type Target = 'es2017' | 'es2019' | 'es2020' | 'es2022' | 'esnext';
export type Modules = 'esm' | 'commonjs';

const tsTargets = {
  es2017: ts.ScriptTarget.ES2017,
  es2019: ts.ScriptTarget.ES2019,
  es2020: ts.ScriptTarget.ES2020,
  es2022: ts.ScriptTarget.ES2022,
  esnext: ts.ScriptTarget.ESNext,
} as const;

export const compilers: Readonly<
  Record<'tsc' | 'swc' | 'esbuild', (source: string, target: Target, modules: Modules) => string>
> = {
  tsc: (source, target, modules) =>
    ts.transpileModule(source, {
      compilerOptions: {
        target: tsTargets[target],
        module: modules === 'esm' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
      },
    }).outputText,
  swc: (source, target, modules) =>
    swc(source, {
      configFile: false,
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target },
      module: { type: modules === 'esm' ? 'es6' : 'commonjs' },
    }).code,
  esbuild: (source, target, modules) =>
    esbuild(source, { loader: 'ts', target, format: modules === 'esm' ? 'esm' : 'cjs' }).code,
};

/** esbuild as tsx runs it, which wraps functions to keep their names. */
export function withKeptNames(source: string): string {
  return esbuild(source, { loader: 'ts', target: 'esnext', format: 'esm', keepNames: true }).code;
}

export function withTypesStripped(source: string): string {
  return stripTypeScriptTypes(source);
}

interface Instrument {
  createInstrumenter(options: object): { instrumentSync(code: string, file: string): string };
}

/** With Istanbul's counters, as `jest --coverage` runs it; the instrumenter is the one that jest brings. */
export function withCoverage(code: string): string {
  const require = createRequire(import.meta.url);
  const { createInstrumenter } = createRequire(require.resolve('jest'))('istanbul-lib-instrument') as Instrument;
  return createInstrumenter({ esModules: true, compact: false }).instrumentSync(code, 'program.js');
}

/** Runs a program apart from this one, and gives what it exports. */
export async function runModule(code: string, modules: Modules): Promise<Readonly<Record<string, unknown>>> {
  const context = createContext({});
  if (modules === 'commonjs') {
    const module = { exports: {} };
    new Script(`(function (exports, module) {${code}\n})`).runInContext(context)(module.exports, module);
    return module.exports;
  }
  const module = new SourceTextModule(code, { context });
  await module.link(() => {
    throw new Error('the program imports nothing');
  });
  await module.evaluate();
  return module.namespace as Readonly<Record<string, unknown>>;
}
