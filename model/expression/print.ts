import { printLiteral, printName, printTemplateText } from './print-literal.ts';
import type {
  Argument,
  BinaryOperator,
  Constant,
  FunctionTerm,
  LogicalOperator,
  Member,
  MethodCall,
  Pattern,
  PatternProperty,
  Property,
  Spread,
  Term,
} from './term.ts';

const precedence: Readonly<Record<BinaryOperator | LogicalOperator, number>> = {
  '??': 1,
  '||': 2,
  '&&': 3,
  '|': 4,
  '^': 5,
  '&': 6,
  '==': 7,
  '!=': 7,
  '===': 7,
  '!==': 7,
  '<': 8,
  '<=': 8,
  '>': 8,
  '>=': 8,
  in: 8,
  '<<': 9,
  '>>': 9,
  '>>>': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  '%': 11,
  '**': 12,
};
const conditional = 0.5;
const unary = 13;
const postfix = 14;

/** Canonical text of a function: one line, single quotes, no redundant parentheses. Reading it gives the same again. */
export function printFunction({ parameters, rest, constants, result }: FunctionTerm): string {
  const names = [...parameters.map(printPattern), ...(rest ? [`...${printPattern(rest)}`] : [])].join(', ');
  const text = printTerm(result);
  if (constants.length > 0) return `(${names}) => { ${constants.map(printConstant).join(' ')} return ${text}; }`;
  return `(${names}) => ${text.startsWith('{') ? `(${text})` : text}`;
}

/** Canonical text of a term. `least` is the precedence that the place asks for: below it, parentheses are put around. */
export function printTerm(term: Term, least = 0): string {
  return precedenceOf(term) < least ? `(${write(term)})` : write(term);
}

function precedenceOf(term: Term): number {
  switch (term.kind) {
    case 'binary':
    case 'logical':
      return precedence[term.operator];
    case 'conditional':
      return conditional;
    case 'unary':
    case 'chain':
      return unary;
    case 'literal':
      return typeof term.value === 'number' ? unary : postfix;
    default:
      return postfix;
  }
}

function write(term: Term): string {
  switch (term.kind) {
    case 'literal':
      return printLiteral(term.value);
    case 'variable':
      return term.name;
    case 'template':
      return `\`${term.texts.map((text, i) => printTemplateText(text) + hole(term.parts[i])).join('')}\``;
    case 'array':
      return `[${term.items.map(printItem).join(', ')}]`;
    case 'object':
      return term.properties.length > 0 ? `{ ${term.properties.map(printProperty).join(', ')} }` : '{}';
    case 'unary':
      return writeUnary(term);
    case 'binary':
    case 'logical':
      return writeBinary(term);
    case 'conditional':
      return `${printTerm(term.test, 1)} ? ${printTerm(term.consequent)} : ${printTerm(term.alternate)}`;
    case 'member':
      return writeMember(term);
    case 'chain':
      return write(term.term);
    case 'method-call':
      return `${printCallee(term)}${term.optionalCall ? '?.' : ''}${printArguments(term.arguments)}`;
    case 'regex-call':
      return `${printArgument(term.regex)}.${term.name}${printArguments(term.arguments)}`;
    case 'builtin-call':
      return `${term.name}${printArguments(term.arguments)}`;
    case 'function-call':
      return `${term.callee.name}${printArguments(term.arguments)}`;
  }
}

/** What a call calls, as it is written: `data.ref.startsWith`. */
export function printCallee({ receiver, name, optional }: MethodCall): string {
  return `${printTerm(receiver, postfix)}${optional ? '?.' : '.'}${name}`;
}

function hole(part: Term | undefined): string {
  return part ? `\${${printTerm(part)}}` : '';
}

function writeUnary({ operator, operand }: Term & { kind: 'unary' }): string {
  const text = printTerm(operand, unary);
  const space = /[a-z]$/.test(operator) || text.startsWith(operator);
  return `${operator}${space ? ' ' : ''}${text}`;
}

function writeBinary(term: Term & { kind: 'binary' | 'logical' }): string {
  const own = precedence[term.operator];
  const isPower = term.operator === '**';
  const side = (part: Term, least: number): string =>
    printTerm(part, term.operator === '??' && isAndOr(part) ? postfix : least);
  return `${side(term.left, isPower ? postfix : own)} ${term.operator} ${side(term.right, isPower ? own : own + 0.5)}`;
}

/** `??` takes no `&&` and `||` beside it without parentheses. */
function isAndOr(term: Term): boolean {
  return term.kind === 'logical' && term.operator !== '??';
}

function writeMember({ object, key, optional }: Member): string {
  const base = printTerm(object, postfix);
  if (typeof key !== 'string') return `${base}${optional ? '?.' : ''}[${printTerm(key)}]`;
  const name = printName(key);
  return /^[\d']/.test(name) ? `${base}${optional ? '?.' : ''}[${name}]` : `${base}${optional ? '?.' : '.'}${name}`;
}

function printArguments(args: readonly Argument[]): string {
  return `(${args.map(printArgument).join(', ')})`;
}

function printArgument(argument: Argument): string {
  switch (argument.kind) {
    case 'arrow':
      return printFunction(argument.function);
    case 'named-function':
    case 'builtin':
      return argument.name;
    case 'regex':
      return argument.name ?? `/${argument.source}/${argument.flags}`;
    default:
      return printItem(argument);
  }
}

function printItem(item: Term | Spread): string {
  return item.kind === 'spread' ? `...${printTerm(item.term)}` : printTerm(item);
}

function printProperty(property: Property | Spread): string {
  if (property.kind === 'spread') return printItem(property);
  const value = printTerm(property.value);
  if (typeof property.key !== 'string') return `[${printTerm(property.key)}]: ${value}`;
  const isShort = property.value.kind === 'variable' && property.value.name === property.key;
  return isShort ? value : `${printName(property.key)}: ${value}`;
}

function printConstant(constant: Constant): string {
  return constant.kind === 'value'
    ? `const ${printPattern(constant.pattern)} = ${printTerm(constant.value)};`
    : `const ${constant.name} = ${printArgument(constant.value)};`;
}

function printPattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'name':
    case 'helper':
      return pattern.name;
    case 'default':
      return `${printPattern(pattern.pattern)} = ${printTerm(pattern.value)}`;
    case 'object': {
      const parts = [...pattern.properties.map(printTaken), ...printRest(pattern.rest)];
      return parts.length > 0 ? `{ ${parts.join(', ')} }` : '{}';
    }
    case 'array':
      return `[${[...pattern.items.map((item) => (item ? printPattern(item) : '')), ...printRest(pattern.rest)].join(', ')}]`;
  }
}

function printTaken({ key, pattern }: PatternProperty): string {
  const text = printPattern(pattern);
  const inner = pattern.kind === 'default' ? pattern.pattern : pattern;
  const isShort = (inner.kind === 'name' || inner.kind === 'helper') && inner.name === key;
  return isShort ? text : `${printName(key)}: ${text}`;
}

function printRest(rest: Pattern | undefined): string[] {
  return rest ? [`...${printPattern(rest)}`] : [];
}
