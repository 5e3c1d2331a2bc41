import type {
  ArrayExpression,
  BinaryExpression,
  Expression,
  Identifier,
  Literal,
  MemberExpression,
  Node,
  ObjectExpression,
  SpreadElement,
  TemplateLiteral,
  UnaryExpression,
} from 'acorn';
import { isForbidden } from '../evaluate/own.ts';
import { constants } from '../names.ts';
import type { BinaryOperator, Property, Spread, Term, UnaryOperator } from '../term.ts';
import { isImported, rejectFree, rewritten } from './free-name.ts';
import { isMatchAll, readCall } from './read-call.ts';
import { checkBound, readKey } from './read-pattern.ts';
import type { Reader } from './reader.ts';
import type { Scope } from './scope.ts';
import { reject, type Source } from './source.ts';

/** Everything that stands for a value. What is not read here is not in the language. */
export function readTerm(reader: Reader, node: Expression, scope: Scope): Term {
  const term = (part: Node): Term => reader.term(part, scope);
  switch (node.type) {
    case 'Literal':
      return readLiteral(reader, node);
    case 'Identifier':
      return readName(reader, node, scope);
    case 'TemplateLiteral':
      return readTemplate(node, term);
    case 'ArrayExpression':
      return { kind: 'array', items: readItems(reader, node, scope) };
    case 'ObjectExpression':
      return { kind: 'object', properties: node.properties.map((part) => readProperty(reader, part, scope)) };
    case 'UnaryExpression':
      return readUnary(reader, node, scope);
    case 'BinaryExpression':
      return readBinary(reader, node, scope);
    case 'LogicalExpression':
      return { kind: 'logical', operator: node.operator, left: term(node.left), right: term(node.right) };
    case 'ConditionalExpression':
      return {
        kind: 'conditional',
        test: term(node.test),
        consequent: term(node.consequent),
        alternate: term(node.alternate),
      };
    case 'MemberExpression':
      return readMember(reader, node, scope);
    case 'ChainExpression':
      return { kind: 'chain', term: term(node.expression) };
    case 'CallExpression':
      if (isMatchAll(node))
        return reject(reader.source, node, "'matchAll' gives an iterator, spread it: `[...text.matchAll(/…/g)]`");
      return readCall(reader, node, scope);
    default:
      return reject(reader.source, node, whyNot(node));
  }
}

const refused: Partial<Record<Expression['type'], string>> = {
  AssignmentExpression: 'an assignment, an expression changes nothing; make a new value',
  UpdateExpression: 'an assignment, an expression changes nothing; make a new value',
  NewExpression: '`new`, an expression makes plain data only',
  ThisExpression: '`this`, take what you need as a parameter or out of `bind`',
  AwaitExpression: '`await`, an expression waits for nothing',
  YieldExpression: '`yield`, write a plain function',
  SequenceExpression: 'a comma between expressions, keep the last one',
  TaggedTemplateExpression: 'a tagged template, write a plain one',
  ClassExpression: 'a class, an expression makes plain data only',
  ImportExpression: 'an import, bind what it gives',
  MetaProperty: '`import.meta`, bind the value',
  ArrowFunctionExpression:
    'a function, which stands only where a method takes one, as in `list.map((item) => …)`, or in a `const`',
  FunctionExpression:
    'a function, which stands only where a method takes one, as in `list.map((item) => …)`, or in a `const`',
};

function whyNot(node: Expression): string {
  if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier' && node.left.name.startsWith('_'))
    return rewritten;
  if (node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'RegExp')
    return `\`new RegExp\`, write the regular expression out: \`/…/\`; where it was, ${rewritten}`;
  return refused[node.type] ?? 'an expression cannot say this';
}

function readLiteral({ source }: Reader, node: Literal): Term {
  if (node.regex)
    return reject(
      source,
      node,
      'a regular expression, which stands only before `.test(…)` or where a method takes one, or in a `const`',
    );
  if (node.bigint) return reject(source, node, 'a bigint, which JSON cannot say; write a number');
  return { kind: 'literal', value: node.value as null | boolean | number | string };
}

/** A template without holes is a text: some compilers write one for the other. */
function readTemplate({ quasis, expressions }: TemplateLiteral, term: (part: Node) => Term): Term {
  const texts = quasis.map(({ value }) => value.cooked ?? '');
  if (expressions.length === 0) return { kind: 'literal', value: texts.join('') };
  return { kind: 'template', texts, parts: expressions.map(term) };
}

function readName(reader: Reader, node: Identifier, scope: Scope): Term {
  const { name } = node;
  const named = scope.find(name);
  if (!named)
    return constants.has(name)
      ? { kind: 'literal', value: constants.get(name) }
      : rejectFree(reader, node, { name, scope });
  if (named.kind === 'function')
    return reject(reader.source, node, `'${name}' is a function, call it or give it to a method`);
  if (named.kind === 'regex') return reject(reader.source, node, `'${name}' is a regular expression, not a value`);
  if (named.kind === 'bind')
    for (const bound of reader.bound?.names ?? []) if (!reader.bound?.isHelper(bound)) reader.taken.add(bound);
  return { kind: 'variable', name: named.name, slot: named.slot };
}

function readItems(reader: Reader, { elements }: ArrayExpression, scope: Scope): (Term | Spread)[] {
  return elements.map((item, i) => {
    if (!item)
      return reject(
        reader.source,
        elements[i - 1] ?? elements[i + 1] ?? { start: 0, end: 1 },
        'an array with a hole, write `undefined`',
      );
    if (item.type !== 'SpreadElement') return reader.term(item, scope);
    const term = isMatchAll(item.argument) ? readCall(reader, item.argument, scope) : reader.term(item.argument, scope);
    return { kind: 'spread', term };
  });
}

function readProperty(
  reader: Reader,
  node: ObjectExpression['properties'][number] | SpreadElement,
  scope: Scope,
): Property | Spread {
  if (node.type === 'SpreadElement') return { kind: 'spread', term: reader.term(node.argument, scope) };
  if (node.kind !== 'init' || node.method)
    return reject(reader.source, node, 'a method or an accessor, an expression makes plain data only');
  const key = node.computed && node.key.type !== 'Literal' ? reader.term(node.key, scope) : readKey(reader, node);
  return { kind: 'property', key, value: reader.term(node.value, scope) };
}

function readUnary(reader: Reader, node: UnaryExpression, scope: Scope): Term {
  if (node.operator === 'delete')
    return reject(
      reader.source,
      node,
      '`delete`, an expression changes nothing; take the rest: `const { name, ...rest } = data`',
    );
  const operand = reader.term(node.argument, scope);
  if (node.operator === 'void' && operand.kind === 'literal') return { kind: 'literal', value: undefined };
  return { kind: 'unary', operator: node.operator as UnaryOperator, operand };
}

function readBinary(reader: Reader, node: BinaryExpression, scope: Scope): Term {
  if (node.operator === 'instanceof')
    return reject(reader.source, node, '`instanceof`, data is JSON; use `typeof` or `Array.isArray`');
  if (node.left.type === 'PrivateIdentifier') return reject(reader.source, node, 'a private name');
  const [left, right] = [reader.term(node.left, scope), reader.term(node.right, scope)];
  return { kind: 'binary', operator: node.operator as BinaryOperator, left, right };
}

function readMember(reader: Reader, node: MemberExpression, scope: Scope): Term {
  const { object, property, optional } = node;
  const key = writtenKey(reader.source, node);
  if (object.type === 'Super' || property.type === 'PrivateIdentifier')
    return reject(reader.source, node, 'an expression cannot say this');
  if (object.type === 'Identifier' && key !== undefined) {
    if (isImported(object.name, scope)) return rejectFree(reader, node, { name: key, scope });
    const named = scope.find(object.name);
    if (named?.kind === 'bind') return readBoundMember(reader, { node, key, name: named.name, slot: named.slot });
  }
  return { kind: 'member', object: reader.term(object, scope), key: key ?? reader.term(property, scope), optional };
}

/** `b.branch`, where `b` is the second parameter. */
function readBoundMember(
  reader: Reader,
  { node, key, name, slot }: { node: MemberExpression; key: string; name: string; slot: number },
): Term {
  if (reader.bound?.isHelper(key))
    return reject(reader.source, node, `'${name}.${key}' is a function, call it or give it to a method`);
  if (reader.bound) checkBound(reader, node.property, { key, bound: reader.bound });
  reader.taken.add(key);
  return { kind: 'member', object: { kind: 'variable', name, slot }, key, optional: node.optional };
}

function writtenKey(source: Source, { property, computed }: MemberExpression): string | undefined {
  const literal =
    property.type === 'Literal' && (typeof property.value === 'string' || typeof property.value === 'number');
  if (computed && !literal) return undefined;
  const name = property.type === 'Identifier' ? property.name : String((property as Literal).value);
  if (isForbidden(name)) reject(source, property, `'${name}' belongs to the engine, an expression cannot name it`);
  return name;
}
