import ts from 'typescript';
import type { JsonSchema } from '../../../model/schema.ts';
import { code, defaultOf, row } from '../option-table.ts';
import { type PublicNames, shorten } from './public-names.ts';
import { objectWith, propertyOf } from './schemas.ts';

/** What the page knows while it is written. */
export interface Page {
  readonly names: PublicNames;
  /** What has a heading, and so can be linked to. */
  readonly headings: ReadonlySet<string>;
  /** The JSON Schema of an interface's options; grows with the interfaces within them. */
  readonly schemas: Map<string, JsonSchema>;
}

/** What a public name is, in Markdown, below its heading. */
export function describe(name: string, page: Page): string {
  const declaration = page.names.declaration(name);
  const example = page.names.exampleOf(declaration);
  const parts = [
    page.names.textOf(declaration),
    ...(example === undefined ? [] : [block(example)]),
    ...describeKind(name, declaration, page),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function describeKind(name: string, declaration: ts.Declaration, page: Page): string[] {
  if (ts.isInterfaceDeclaration(declaration)) return describeInterface(name, declaration, page);
  if (ts.isClassDeclaration(declaration)) return describeClass(declaration, page);
  if (ts.isFunctionDeclaration(declaration)) return [block(signature(declaration))];
  if (ts.isVariableDeclaration(declaration)) return describeObject(declaration, page);
  if (ts.isTypeAliasDeclaration(declaration)) return describeAlias(name, declaration, page);
  throw new Error(`'${name}' is neither a class, a function, a type nor an object`);
}

function describeInterface(name: string, declaration: ts.InterfaceDeclaration, page: Page): string[] {
  const parents = (declaration.heritageClauses ?? []).flatMap(({ types }) => [...types]);
  const beside = parents.map((parent) => link(parent.getText(), page));
  const table = tableOf(declaration.members, page.schemas.get(name), page);
  const inherited = `The fields of ${beside.join(' and ')}`;
  return [...(beside.length > 0 ? [table ? `${inherited}, and:` : `${inherited}.`] : []), table];
}

function describeClass(declaration: ts.ClassDeclaration, page: Page): string[] {
  const isPublic = (member: ts.ClassElement) =>
    !(member.name && ts.isPrivateIdentifier(member.name)) &&
    !(ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected));
  const members = declaration.members.filter(isPublic);
  const create = members.find(ts.isConstructorDeclaration);
  const shown = members.filter((member) => ts.isPropertyDeclaration(member) || ts.isMethodDeclaration(member));
  return [
    ...(create ? [block(`new ${declaration.name?.text}${parametersOf(create)}`)] : []),
    tableOf(shown, undefined, page),
  ];
}

function describeObject({ type, initializer }: ts.VariableDeclaration, page: Page): string[] {
  if (type && ts.isTypeLiteralNode(type)) return [tableOf(type.members, undefined, page)];
  throw new Error(`${initializer?.getText() ?? 'it'} has no type that can be shown`);
}

/** A union of objects is a table each, under what tells them apart. */
function describeAlias(name: string, { type }: ts.TypeAliasDeclaration, page: Page): string[] {
  const members: readonly ts.TypeNode[] = ts.isUnionTypeNode(type) ? type.types : [type];
  const objects = members.filter(ts.isTypeLiteralNode);
  if (objects.length < 2 || objects.length < members.length - 1) return [block(page.names.typeTextOf(type))];
  const others = members.filter((member) => !ts.isTypeLiteralNode(member)).map((member) => code(member.getText()));
  const tables = objects.map((object) =>
    tableOf(object.members, objectOf(object.members, page.schemas.get(name)), page),
  );
  return [...(others.length > 0 ? [`${others.join(', ')}, or one of these:`] : []), ...tables];
}

type Member = ts.TypeElement | ts.ClassElement;

function tableOf(members: Iterable<Member>, schema: JsonSchema | undefined, page: Page): string {
  const all = [...members].filter((member) => member.name && !['never', ''].includes(typeOf(member)));
  if (all.length === 0) return '';
  const object = objectOf(all, schema);
  const rows = all.map((member) => {
    const name = member.name?.getText() ?? '';
    learn(member, propertyOf(name, object), page);
    const byDefault = object ? [defaultCell(member, object)] : [];
    const text = page.names.textOf(member).replace(/\s+/g, ' ');
    return row([
      code(object || isRequired(member) ? name : `${name}?`),
      link(typeOf(member), page),
      ...byDefault,
      text,
    ]);
  });
  const head = object ? ['', 'type', 'default', ''] : ['', 'type', ''];
  return [row(head), row(head.map(() => '---')), ...rows].join('\n');
}

/** A stored object may require what its option leaves out. */
function defaultCell(member: Member, object: JsonSchema): string {
  if (isRequired(member)) return 'required';
  const cell = defaultOf(member.name?.getText() ?? '', object);
  return cell === 'required' ? '' : cell;
}

function objectOf(members: Iterable<Member>, schema: JsonSchema | undefined): JsonSchema | undefined {
  const names = [...members].map(({ name }) => name?.getText() ?? '');
  return objectWith(names, schema) ?? schema;
}

function isRequired(member: Member): boolean {
  return !('questionToken' in member && member.questionToken);
}

/** Where a property is an interface of the page, its defaults are known from now on. */
function learn(member: Member, schema: JsonSchema | undefined, { headings, schemas }: Page): void {
  const alternatives = typeOf(member)
    .replace(/[()[\]]/g, '')
    .split(' | ');
  for (const name of schema ? alternatives : [])
    if (headings.has(name) && !schemas.has(name)) schemas.set(name, schema as JsonSchema);
}

function typeOf(member: Member): string {
  if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) return signature(member);
  const { type } = member as ts.PropertySignature | ts.PropertyDeclaration;
  return shorten(type?.getText() ?? '').replace(/\s+/g, ' ');
}

function signature(declaration: ts.SignatureDeclaration): string {
  const returns = declaration.type ? `: ${shorten(declaration.type.getText())}` : '';
  const name = declaration.name?.getText() ?? '';
  const isStatic = ts.getCombinedModifierFlags(declaration as ts.Declaration) & ts.ModifierFlags.Static;
  return `${isStatic ? 'static ' : ''}${name}${parametersOf(declaration)}${returns}`.replace(/\s+/g, ' ');
}

function parametersOf({ parameters }: ts.SignatureDeclaration): string {
  const shown = parameters.map(({ name, type, initializer, questionToken }) => {
    const word = ts.isIdentifier(name) ? name.text : 'options';
    return `${word}${initializer || questionToken ? '?' : ''}: ${shorten(type?.getText() ?? '')}`;
  });
  return `(${shown.join(', ')})`;
}

function identifiersOf(type: string): readonly string[] {
  return type.replace(/'[^']*'/g, '').match(/\b[A-Z]\w+/g) ?? [];
}

/** A type, leading to the first of its names that the page explains. */
function link(type: string, { headings }: Page): string {
  const target = identifiersOf(type).find((name) => headings.has(name));
  return target === undefined ? code(type) : `[${code(type)}](#${target.toLowerCase()})`;
}

function block(text: string): string {
  return `\`\`\`typescript\n${text}\n\`\`\``;
}
