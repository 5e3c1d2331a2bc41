import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { readConfig } from './diagnose.ts';

// A folder that is only in memory, so that nothing resolves to a source.
const folder = 'declarations';
const entry = `${folder}/constructs/index.d.ts`;
const declarations = emitDeclarations('constructs/index.ts');

describe('the public declarations', () => {
  it('import no zod, which a stock cdk8s project cannot compile', () => {
    const reached = follow(entry);
    expect(reached.size).toBeGreaterThan(20);
    expect([...reached].filter((path) => importsOf(path).includes('zod'))).toStrictEqual([]);
  });

  it('export every type that they use, so that users can emit declarations of their own', () => {
    const { exported, unnamed } = readTypes();
    expect(exported).toBeGreaterThan(50);
    expect(unnamed).toStrictEqual([]);
  });
});

/** The declaration files of the library, by path. */
function emitDeclarations(from: string): ReadonlyMap<string, string> {
  const { options } = readConfig();
  const emitted = new Map<string, string>();
  const emit = { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: folder };
  ts.createProgram([from], emit).emit(undefined, (path, text) =>
    emitted.set(resolve(path), text.replace(/(from '\.[^']+)\.ts'/g, "$1.js'")),
  );
  return emitted;
}

function importsOf(path: string): readonly string[] {
  return ts.preProcessFile(declarations.get(resolve(path)) ?? '').importedFiles.map(({ fileName }) => fileName);
}

function follow(path: string, reached = new Set<string>()): ReadonlySet<string> {
  if (reached.has(path)) return reached;
  reached.add(path);
  for (const file of importsOf(path).filter((name) => name.startsWith('.')))
    follow(join(dirname(path), file.replace(/\.js$/, '.d.ts')), reached);
  return reached;
}

/** How many names the entry exports, and the types of ours that they use and that it does not. */
function readTypes(): { readonly exported: number; readonly unnamed: readonly string[] } {
  const { options } = readConfig();
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  delete host.directoryExists;
  host.fileExists = (path) => declarations.has(resolve(path)) || fileExists(path);
  host.readFile = (path) => declarations.get(resolve(path)) ?? readFile(path);
  host.getSourceFile = (path, target) => ts.createSourceFile(path, host.readFile(path) ?? '', target);
  const program = ts.createProgram([entry], options, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  const original = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const exported = new Set((module ? checker.getExportsOfModule(module) : []).map(original));
  const unnamed = new Set<string>();
  const visit = (node: ts.Node): void => {
    // A conditional type is printed by its own name, or as what it comes to.
    if (ts.isConditionalTypeNode(node)) return;
    const named = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined;
    const symbol = named && checker.getSymbolAtLocation(named);
    if (symbol && isOurs(original(symbol)) && !exported.has(original(symbol))) unnamed.add(symbol.name);
    ts.forEachChild(node, visit);
  };
  for (const symbol of exported) for (const declaration of symbol.declarations ?? []) visit(declaration);
  return { exported: exported.size, unnamed: [...unnamed].sort() };
}

function isOurs(symbol: ts.Symbol): boolean {
  const [declaration] = symbol.declarations ?? [];
  if (!declaration || ts.isTypeParameterDeclaration(declaration)) return false;
  return declarations.has(resolve(declaration.getSourceFile().fileName));
}
