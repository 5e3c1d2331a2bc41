import type {
  AssignmentPattern,
  AssignmentProperty,
  Node,
  ObjectPattern,
  Pattern as PatternNode,
  Property,
} from 'acorn';
import { suggest } from '../did-you-mean.ts';
import { isForbidden } from '../evaluate/own.ts';
import type { Pattern, PatternProperty } from '../term.ts';
import type { Bound, Reader } from './reader.ts';
import type { Scope } from './scope.ts';
import { reject } from './source.ts';

/** What a parameter or a declaration takes out of a value; its names are declared in the scope. */
export function readPattern(reader: Reader, node: PatternNode, scope: Scope, key?: string): Pattern {
  switch (node.type) {
    case 'Identifier': {
      const slot = reader.slots.count++;
      const name = scope.choose(node.name, key);
      scope.declare(node.name, { kind: 'value', name, slot });
      return { kind: 'name', name, slot };
    }
    case 'AssignmentPattern': {
      const value = reader.term(node.right, scope);
      return { kind: 'default', pattern: readPattern(reader, node.left, scope, key), value };
    }
    case 'ObjectPattern':
      return readObject(
        node,
        (property) => readProperty(reader, property, scope),
        (rest) => readPattern(reader, rest, scope),
      );
    case 'ArrayPattern': {
      const last = node.elements.at(-1);
      const rest = last?.type === 'RestElement' ? last : undefined;
      const items = (rest ? node.elements.slice(0, -1) : node.elements).map((item) =>
        item ? readPattern(reader, item, scope) : undefined,
      );
      return { kind: 'array', items, ...(rest && { rest: readPattern(reader, rest.argument, scope) }) };
    }
    default:
      return reject(reader.source, node, 'an expression takes names out of a value here, nothing else');
  }
}

/** The second parameter: values and helpers of `bind`. */
export function readBindPattern(
  reader: Reader,
  node: PatternNode,
  { scope, bound }: { scope: Scope; bound: Bound },
): Pattern {
  if (node.type === 'Identifier') {
    const slot = reader.slots.count++;
    const name = scope.choose(node.name);
    scope.declare(node.name, { kind: 'bind', name, slot });
    return { kind: 'name', name, slot };
  }
  if (node.type === 'AssignmentPattern') return readDefaultBind(reader, node, { scope, bound });
  if (node.type !== 'ObjectPattern')
    return reject(reader.source, node, 'the second argument is `bind`, take names out of it: `{ name }`');
  return readObject(
    node,
    (property) => readBound(reader, property, { scope, bound }),
    (rest) => {
      for (const name of bound.names) if (!bound.isHelper(name)) reader.taken.add(name);
      return readPattern(reader, rest, scope);
    },
  );
}

function readDefaultBind(reader: Reader, node: AssignmentPattern, into: { scope: Scope; bound: Bound }): Pattern {
  const value = reader.term(node.right, into.scope);
  return { kind: 'default', pattern: readBindPattern(reader, node.left, into), value };
}

function readBound(
  reader: Reader,
  node: AssignmentProperty,
  { scope, bound }: { scope: Scope; bound: Bound },
): PatternProperty {
  const key = readKey(reader, node);
  if (node.value.type !== 'AssignmentPattern') checkBound(reader, node, { key, bound });
  reader.taken.add(key);
  if (!bound.isHelper(key)) return { key, pattern: readPattern(reader, node.value, scope, key) };
  if (node.value.type !== 'Identifier')
    return reject(reader.source, node, `'${key}' is a function, take it by its name alone`);
  const name = scope.choose(node.value.name, key);
  scope.declare(node.value.name, { kind: 'function', name, function: bound.helper(key, reader.slots) });
  return { key, pattern: { kind: 'helper', name } };
}

/** Refuses a name that is not in `bind`. */
export function checkBound(reader: Reader, node: Node, { key, bound }: { key: string; bound: Bound }): void {
  if (bound.isComplete && !bound.names.includes(key))
    reject(reader.source, node, `'${key}' is not in \`bind\`, ${suggest(key, bound.names)}`);
}

function readObject(
  node: ObjectPattern,
  property: (node: AssignmentProperty) => PatternProperty,
  rest: (node: PatternNode) => Pattern,
): Pattern {
  const properties: PatternProperty[] = [];
  for (const part of node.properties) {
    if (part.type === 'RestElement') return { kind: 'object', properties, rest: rest(part.argument) };
    properties.push(property(part));
  }
  return { kind: 'object', properties };
}

function readProperty(reader: Reader, node: AssignmentProperty, scope: Scope): PatternProperty {
  const key = readKey(reader, node);
  return { key, pattern: readPattern(reader, node.value, scope, key) };
}

/** The name of a property that is written, not computed. */
export function readKey(
  { source }: Reader,
  { key, computed }: Pick<Property | AssignmentProperty, 'key' | 'computed'>,
): string {
  if (computed && key.type !== 'Literal') return reject(source, key, 'a computed name, write the name');
  const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
  if (isForbidden(name)) reject(source, key, `'${name}' belongs to the engine, an expression cannot name it`);
  return name;
}
