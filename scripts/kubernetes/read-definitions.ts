import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** An interface or alias of the API's types, by `<file>.<name>`: `batch/v1.JobSpec`. */
export interface Definition {
  readonly id: string;
  /** Of a kind: what its objects say. */
  readonly kind?: { readonly apiVersion: string; readonly kind: string };
  /** Each field in the notation of `definitions.ts`, or the one type of an alias. */
  readonly fields: readonly { readonly name: string; readonly optional: boolean; readonly type: string }[] | string;
}

/** Reads every definition of the package `kubernetes-types`. */
export function readDefinitions(folder: string): ReadonlyMap<string, Definition> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.d.ts'));
  const definitions = files.sort().flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return readFile(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), file.replace(/\.d\.ts$/, ''));
  });
  return new Map(definitions.map((definition) => [definition.id, definition]));
}

function readFile(source: ts.SourceFile, file: string): Definition[] {
  const imported = new Map(source.statements.filter(ts.isImportDeclaration).flatMap((node) => readImport(node, file)));
  const resolve = (name: string) => imported.get(name) ?? `${file}.${name}`;
  return source.statements.flatMap((node): Definition[] => {
    if (ts.isInterfaceDeclaration(node)) return [readInterface(node, resolve)];
    return ts.isTypeAliasDeclaration(node)
      ? [{ id: resolve(node.name.text), fields: toNotation(node.type, resolve) }]
      : [];
  });
}

function readImport(node: ts.ImportDeclaration, file: string): [string, string][] {
  const names = node.importClause?.namedBindings;
  if (!names || !ts.isNamedImports(names)) return [];
  const from = join(file, '..', (node.moduleSpecifier as ts.StringLiteral).text);
  return names.elements.map(({ name, propertyName }) => [name.text, `${from}.${(propertyName ?? name).text}`]);
}

type Resolve = (name: string) => string;

function readInterface(node: ts.InterfaceDeclaration, resolve: Resolve): Definition {
  const fields = node.members.filter(ts.isPropertySignature).map((member) => ({
    name: (member.name as ts.Identifier | ts.StringLiteral).text,
    optional: member.questionToken !== undefined,
    type: toNotation(member.type as ts.TypeNode, resolve),
  }));
  const literal = (name: string) => /^"(.*)"$/.exec(fields.find((field) => field.name === name)?.type ?? '')?.[1];
  const [apiVersion, kind] = [literal('apiVersion'), literal('kind')];
  return { id: resolve(node.name.text), fields, ...(apiVersion && kind && { kind: { apiVersion, kind } }) };
}

function toNotation(type: ts.TypeNode, resolve: Resolve): string {
  if (type.kind === ts.SyntaxKind.StringKeyword) return 'string';
  if (type.kind === ts.SyntaxKind.NumberKeyword) return 'number';
  if (type.kind === ts.SyntaxKind.BooleanKeyword) return 'boolean';
  if (ts.isLiteralTypeNode(type)) return type.literal.getText();
  if (ts.isArrayTypeNode(type)) return `[]${toNotation(type.elementType, resolve)}`;
  if (ts.isUnionTypeNode(type)) return type.types.map((each) => toNotation(each, resolve)).join('|');
  if (ts.isTypeLiteralNode(type)) return `{}${toNotation(itemOf(type), resolve)}`;
  if (!ts.isTypeReferenceNode(type)) throw new Error(`'${type.getText()}' has no notation`);
  const name = type.typeName.getText();
  const [item] = type.typeArguments ?? [];
  return name === 'Array' && item ? `[]${toNotation(item, resolve)}` : resolve(name);
}

function itemOf(type: ts.TypeLiteralNode): ts.TypeNode {
  const [member] = type.members;
  if (!member || !ts.isIndexSignatureDeclaration(member)) throw new Error(`'${type.getText()}' is no map`);
  return member.type;
}
