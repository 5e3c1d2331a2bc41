import type { BlockStatement, Pattern as PatternNode, ReturnStatement, Statement, VariableDeclaration } from 'acorn';
import type { Constant, FunctionTerm, Pattern, Term } from '../term.ts';
import { rewritten } from './free-name.ts';
import type { FunctionNode } from './parse-function.ts';
import { readBindPattern, readPattern } from './read-pattern.ts';
import { readRegex } from './read-regex.ts';
import type { Bound, Reader } from './reader.ts';
import { Scope } from './scope.ts';
import { reject } from './source.ts';

/** A function inside an expression, or a helper. */
export function readFunction(reader: Reader, node: FunctionNode, outer: Scope): FunctionTerm {
  const scope = new Scope(outer);
  return finish(reader, node, { scope, parameters: (part) => readPattern(reader, part, scope) });
}

/** The function of an expression itself: it takes the event, and what is bound. */
export function readMain(reader: Reader, node: FunctionNode, bound: Bound): FunctionTerm {
  const scope = new Scope();
  const extra = node.params[2] ?? node.params.find((part) => part.type === 'RestElement');
  if (extra) reject(reader.source, extra, 'an expression takes the event and `bind`, remove this parameter');
  const parameters = (part: PatternNode, i: number): Pattern =>
    i === 1 ? readBindPattern(reader, part, { scope, bound }) : readPattern(reader, part, scope);
  return finish(reader, node, { scope, parameters });
}

function finish(
  reader: Reader,
  node: FunctionNode,
  { scope, parameters }: { scope: Scope; parameters: (part: PatternNode, index: number) => Pattern },
): FunctionTerm {
  if (node.async || node.generator)
    reject(reader.source, node, 'an async function or a generator, write a plain function');
  const last = node.params.at(-1);
  const rest = last?.type === 'RestElement' ? last : undefined;
  return {
    parameters: (rest ? node.params.slice(0, -1) : node.params).map(parameters),
    ...(rest && { rest: readPattern(reader, rest.argument, scope) }),
    ...(node.body.type === 'BlockStatement'
      ? readBlock(reader, node.body, new Scope(scope))
      : { constants: [], result: reader.term(node.body, scope) }),
  };
}

/** `const` declarations, and one `return`. */
function readBlock(reader: Reader, block: BlockStatement, scope: Scope): { constants: Constant[]; result: Term } {
  const last = block.body.at(-1);
  for (const statement of block.body) refuseStatement(reader, statement, statement === last);
  if (last?.type !== 'ReturnStatement' || !last.argument)
    return reject(reader.source, last ?? block, 'nothing is returned, end with `return` and a value');
  const declarations = block.body.slice(0, -1) as VariableDeclaration[];
  for (const { id } of declarations.flatMap((d) => d.declarations))
    for (const name of namesOf(id)) scope.later.add(name);
  const constants = declarations.flatMap((d) => d.declarations).map((d) => readConstant(reader, d, scope));
  return { constants, result: reader.term((last as ReturnStatement & { argument: object }).argument, scope) };
}

function refuseStatement({ source }: Reader, statement: Statement, last: boolean): void {
  if (statement.type === 'ReturnStatement' && last) return;
  if (statement.type === 'VariableDeclaration' && statement.kind === 'const') return;
  if (statement.type === 'VariableDeclaration' && statement.kind === 'var') reject(source, statement, rewritten);
  if (statement.type === 'VariableDeclaration') reject(source, statement, `\`${statement.kind}\`, write \`const\``);
  if (statement.type === 'IfStatement') reject(source, statement, 'an `if`, write `condition ? value : other`');
  reject(source, statement, 'a statement, write `const` declarations and one `return` at the end');
}

function readConstant(
  reader: Reader,
  { id, init }: VariableDeclaration['declarations'][number],
  scope: Scope,
): Constant {
  if (!init) return reject(reader.source, id, 'a constant without a value, give it one');
  if (id.type === 'Identifier' && (init.type === 'ArrowFunctionExpression' || init.type === 'FunctionExpression')) {
    const value = reader.function(init, scope);
    const name = scope.choose(id.name);
    scope.declare(id.name, { kind: 'function', name, function: value });
    return { kind: 'resolved', name, value: { kind: 'arrow', function: value } };
  }
  if (id.type === 'Identifier' && init.type === 'Literal' && init.regex) {
    const regex = readRegex(reader, init);
    const name = scope.choose(id.name);
    scope.declare(id.name, { kind: 'regex', name, regex: { ...regex, name } });
    return { kind: 'resolved', name, value: regex };
  }
  const value = reader.term(init, scope);
  return { kind: 'value', pattern: readPattern(reader, id, scope), value };
}

function namesOf(pattern: PatternNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return namesOf(pattern.left);
    case 'RestElement':
      return namesOf(pattern.argument);
    case 'ArrayPattern':
      return pattern.elements.flatMap((item) => (item ? namesOf(item) : []));
    case 'ObjectPattern':
      return pattern.properties.flatMap((part) => namesOf(part.type === 'Property' ? part.value : part.argument));
    default:
      return [];
  }
}
