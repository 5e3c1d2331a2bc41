import ts from 'typescript';
import { findCycles } from './support/cycles.ts';
import { findForbiddenImports, isTest } from './support/layers.ts';
import { readSourceFiles, type SourceFile } from './support/source-file.ts';

const files = readSourceFiles(['model', 'constructs', 'runtime', 'cli', 'stacks', 'bench']);

const source = (path: string, imports: readonly string[] = [], packages: readonly string[] = []): SourceFile => ({
  path,
  text: '',
  imports,
  packages,
});

describe('the layers', () => {
  it('hold for every file', () => {
    expect(files.flatMap(findForbiddenImports)).toStrictEqual([]);
  });

  it.each([
    ['a construct that imports the runtime', source('constructs/sensor/sensor.ts', ['runtime/sensor/step.ts'])],
    ['a runtime that imports constructs', source('runtime/main.ts', ['constructs/index.ts'])],
    ['an adapter that imports another', source('runtime/trigger/http/act.ts', ['runtime/trigger/log/log.ts'])],
    ['an adapter that imports its index', source('runtime/trigger/http/act.ts', ['runtime/trigger/index.ts'])],
    ['an engine that knows the clock', source('runtime/sensor/step.ts', ['runtime/support/clock.ts'])],
    ['an engine that reads files', source('runtime/sensor/step.ts', [], ['node:fs'])],
    ['a model that sends requests', source('model/trigger/http.ts', [], ['undici'])],
    ['an example that reaches behind the entry', source('stacks/main.ts', ['constructs/index.ts'])],
    ['a keeper that knows a driver', source('runtime/keeper/trim.ts', ['runtime/event-bus/memory/store.ts'])],
    [
      'a worker that knows an adapter',
      source('runtime/worker/sources.ts', ['runtime/event-source/webhook/adapter.ts']),
    ],
    [
      'a runtime that needs what is for tests',
      source('runtime/worker/worker.ts', ['runtime/support/testing/free-ports.ts']),
    ],
    ['a file in no layer', source('misc/a.ts')],
  ])('refuse %s', (_, file) => {
    expect(findForbiddenImports(file)).toHaveLength(1);
  });
});

describe('imports', () => {
  it('have no cycle', () => {
    expect(findCycles(files)).toStrictEqual([]);
  });

  it('of types count for cycles too', () => {
    const cycle = [source('a.ts', ['b.ts']), source('b.ts', ['c.ts']), source('c.ts', ['b.ts'])];
    expect(findCycles(cycle)).toStrictEqual(['b.ts → c.ts → b.ts']);
  });
});

describe('a file', () => {
  it('has at most 400 lines', () => {
    const long = files.filter(({ text }) => text.split('\n').length > 401).map(({ path }) => path);
    expect(long).toStrictEqual([]);
  });

  it('is named after a concept', () => {
    const nameless = /\/(types|utils?|helpers?|constants|common|misc|shared)\.ts$/;
    expect(files.map(({ path }) => path).filter((path) => nameless.test(path))).toStrictEqual([]);
  });

  it('of the library has neither import.meta nor a top-level await, which CommonJS does not know', () => {
    const library = files.filter(({ path }) => /^(model|constructs|runtime)\//.test(path));
    const free = new Set(['runtime/main.ts']);
    const found = library.filter(({ path }) => !isTest(path) && !free.has(path)).flatMap(findModuleSyntax);
    expect(found).toStrictEqual([]);
  });

  it.each([
    ['import.meta', 'const a = import.meta.url;', 1],
    ['a top-level await', 'await f();', 1],
    ['a top-level for await', 'for await (const a of b) c(a);', 1],
    ['an await within a function', 'export const f = async () => await g();', 0],
  ])('with %s is found so', (_, text, count) => {
    expect(findModuleSyntax({ ...source('a.ts'), text })).toHaveLength(count);
  });
});

function findModuleSyntax({ path, text }: SourceFile): string[] {
  if (!/\bimport\.meta\b|\bawait\b/.test(text)) return [];
  const parsed = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const found: string[] = [];
  visit(parsed, false);
  return found;

  function visit(node: ts.Node, inFunction: boolean): void {
    const what = describeNode(node, inFunction);
    if (what) found.push(`${path}:${parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${what}`);
    ts.forEachChild(node, (child) => visit(child, inFunction || ts.isFunctionLike(node)));
  }
}

function describeNode(node: ts.Node, inFunction: boolean): string | undefined {
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return 'import.meta';
  const awaits = ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
  return awaits && !inFunction ? 'a top-level await' : undefined;
}
