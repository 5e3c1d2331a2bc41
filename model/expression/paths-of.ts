import type { Argument, FunctionTerm, Member, Pattern, Property, Spread, Term } from './term.ts';

/** The longest member paths in a term that start at a variable of the function: `data.ref`, `branch`. Each once. */
export function pathsOf(term: Term, { parameters, constants }: FunctionTerm): Term[] {
  const patterns = [...parameters, ...constants.flatMap((c) => (c.kind === 'value' ? [c.pattern] : []))];
  const slots = new Set(patterns.flatMap(slotsOf));
  const found = new Map<string, Term>();
  visit(term, (path) => {
    const { slot } = rootOf(path);
    if (slots.has(slot)) found.set(keyOf(path), path);
  });
  return [...found.values()];
}

function visit(term: Term, found: (path: Term) => void): void {
  if (isPath(term)) found(term);
  for (const child of childrenOf(term)) visit(child, found);
}

function isPath(term: Term): boolean {
  return term.kind === 'variable' || (term.kind === 'member' && (isPath(term.object) || isPathChain(term.object)));
}

function isPathChain(term: Term): boolean {
  return term.kind === 'chain' && isPath(term.term);
}

function rootOf(path: Term): { slot: number } {
  if (path.kind === 'variable') return path;
  return rootOf(path.kind === 'chain' ? path.term : (path as Member).object);
}

function keyOf(path: Term): string {
  if (path.kind === 'variable') return path.name;
  if (path.kind === 'chain') return keyOf(path.term);
  const { object, key } = path as Member;
  return `${keyOf(object)}\n${typeof key === 'string' ? key : JSON.stringify(key)}`;
}

/** What is inside a term; of a path, only its computed keys. */
function childrenOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'literal':
    case 'variable':
      return [];
    case 'template':
      return term.parts;
    case 'array':
      return term.items.map(unspread);
    case 'object':
      return term.properties.flatMap(inProperty);
    case 'unary':
      return [term.operand];
    case 'binary':
    case 'logical':
      return [term.left, term.right];
    case 'conditional':
      return [term.test, term.consequent, term.alternate];
    case 'member': {
      const { object, key } = term;
      return [...(isPath(term) ? keysIn(object) : [object]), ...(typeof key === 'string' ? [] : [key])];
    }
    case 'chain':
      return [term.term];
    case 'method-call':
      return [term.receiver, ...term.arguments.flatMap(inArgument)];
    default:
      return term.arguments.flatMap(inArgument);
  }
}

function keysIn(path: Term): readonly Term[] {
  if (path.kind === 'chain') return keysIn(path.term);
  return path.kind === 'member' ? childrenOf(path) : [];
}

function unspread(item: Term | Spread): Term {
  return item.kind === 'spread' ? item.term : item;
}

function inProperty(property: Property | Spread): Term[] {
  if (property.kind === 'spread') return [property.term];
  return typeof property.key === 'string' ? [property.value] : [property.key, property.value];
}

function inArgument(argument: Argument): Term[] {
  switch (argument.kind) {
    case 'arrow':
      return [
        ...argument.function.constants.flatMap((c) => (c.kind === 'value' ? [c.value] : [])),
        argument.function.result,
      ];
    case 'named-function':
    case 'builtin':
    case 'regex':
      return [];
    default:
      return [unspread(argument)];
  }
}

function slotsOf(pattern: Pattern): number[] {
  switch (pattern.kind) {
    case 'name':
      return [pattern.slot];
    case 'helper':
      return [];
    case 'default':
      return slotsOf(pattern.pattern);
    case 'object':
      return [
        ...pattern.properties.flatMap((part) => slotsOf(part.pattern)),
        ...(pattern.rest ? slotsOf(pattern.rest) : []),
      ];
    case 'array':
      return [...pattern.items, pattern.rest].flatMap((item) => (item ? slotsOf(item) : []));
  }
}
