import type { Constant, FunctionTerm, Pattern, Property, Spread, Term } from './term.ts';

/** What is sure about the value of a template. */
export type Shape =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'constant'; readonly value: unknown }
  /** A value of a JSON type, not known before an event comes. */
  | { readonly kind: 'typed'; readonly type: 'string' | 'number' | 'boolean' }
  | { readonly kind: 'either'; readonly shapes: readonly Shape[] }
  | { readonly kind: 'array'; readonly items: readonly Shape[] }
  | {
      readonly kind: 'object';
      readonly fields: readonly (readonly [key: string, shape: Shape])[];
      /** Nothing else can be in it. */
      readonly isComplete: boolean;
    };

const unknown: Shape = { kind: 'unknown' };

/** The shape of what a function answers: through branches, constants, helpers and nested literals. */
export function toShape({ constants, result }: FunctionTerm, outer: ReadonlyMap<number, Term> = new Map()): Shape {
  return shapeOf(result, new Map([...outer, ...constants.flatMap(initializer)]));
}

function initializer(constant: Constant): [slot: number, value: Term][] {
  const pattern: Pattern | undefined = constant.kind === 'value' ? constant.pattern : undefined;
  return constant.kind === 'value' && pattern?.kind === 'name' ? [[pattern.slot, constant.value]] : [];
}

function shapeOf(term: Term, constants: ReadonlyMap<number, Term>): Shape {
  const shape = (part: Term): Shape => shapeOf(part, constants);
  switch (term.kind) {
    case 'literal':
      return { kind: 'constant', value: term.value };
    case 'template':
      return { kind: 'typed', type: 'string' };
    case 'variable': {
      const value = constants.get(term.slot);
      return value ? shape(value) : unknown;
    }
    case 'conditional':
      return { kind: 'either', shapes: [shape(term.consequent), shape(term.alternate)] };
    case 'logical':
      return {
        kind: 'either',
        shapes: term.operator === '&&' ? [shape(term.right)] : [shape(term.left), shape(term.right)],
      };
    case 'array':
      return {
        kind: 'array',
        items: term.items.map((item) => (item.kind === 'spread' ? spreadItem(item, shape) : shape(item))),
      };
    case 'object':
      return objectShape(term.properties, shape);
    case 'unary':
      return unaryShape(term, shape);
    case 'binary':
      return binaryShape(term.operator);
    case 'function-call':
      return toShape(term.callee.function, constants);
    case 'method-call':
      return term.name === 'map' && term.arguments[0]?.kind === 'arrow'
        ? { kind: 'array', items: [toShape(term.arguments[0].function, constants)] }
        : unknown;
    case 'builtin-call':
      return builtinShape(term.name);
    default:
      return unknown;
  }
}

/** The items of `...list.map((x) => ({ … }))` are known; of any other list they are not. */
function spreadItem({ term }: Spread, shape: (term: Term) => Shape): Shape {
  const list = shape(term);
  return list.kind === 'array' ? { kind: 'either', shapes: list.items } : unknown;
}

function objectShape(properties: readonly (Property | Spread)[], shape: (term: Term) => Shape): Shape {
  const fields: (readonly [string, Shape])[] = [];
  let isComplete = true;
  for (const property of properties) {
    if (property.kind === 'spread') {
      const inner = shape(property.term);
      if (inner.kind === 'object') fields.push(...inner.fields);
      isComplete &&= inner.kind === 'object' && inner.isComplete;
    } else if (typeof property.key === 'string') fields.push([property.key, shape(property.value)]);
    else isComplete = false;
  }
  return { kind: 'object', fields: [...new Map(fields)], isComplete };
}

function unaryShape({ operator, operand }: Term & { kind: 'unary' }, shape: (term: Term) => Shape): Shape {
  if (operator === '!') return { kind: 'typed', type: 'boolean' };
  if (operator === 'typeof') return { kind: 'typed', type: 'string' };
  if (operator === 'void') return { kind: 'constant', value: undefined };
  const inner = shape(operand);
  const isNumber = inner.kind === 'constant' && typeof inner.value === 'number';
  return operator === '-' && isNumber
    ? { kind: 'constant', value: -(inner.value as number) }
    : { kind: 'typed', type: 'number' };
}

function binaryShape(operator: string): Shape {
  if (operator === '+') return unknown;
  return { kind: 'typed', type: /^(?:[<>]=?|[!=]==?|in)$/.test(operator) ? 'boolean' : 'number' };
}

function builtinShape(name: string): Shape {
  if (['String', 'encodeURIComponent', 'decodeURIComponent'].includes(name)) return { kind: 'typed', type: 'string' };
  if (['Number', 'parseInt', 'parseFloat', 'Date.parse'].includes(name) || name.startsWith('Math.'))
    return { kind: 'typed', type: 'number' };
  return name === 'Boolean' || name === 'Array.isArray' ? { kind: 'typed', type: 'boolean' } : unknown;
}
