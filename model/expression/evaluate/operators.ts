import type { BinaryOperator, LogicalOperator, UnaryOperator } from '../term.ts';
import { type Primitive, toNumber, toPrimitive, toText } from './convert.ts';
import { concatenate } from './methods/string.ts';
import { kindOf } from './own.ts';
import type { Evaluate, Run } from './run.ts';

type Apply = (run: Run, left: unknown, right: unknown) => unknown;

const numeric =
  (apply: (left: number, right: number) => number): Apply =>
  (run, left, right) =>
    typeof left === 'number' && typeof right === 'number'
      ? apply(left, right)
      : apply(toNumber(run, left), toNumber(run, right));

/** The engine compares primitives itself: texts by their units, all else as numbers. */
const comparing =
  (apply: (left: number, right: number) => boolean): Apply =>
  (run, left, right) =>
    apply(toPrimitive(run, left) as number, toPrimitive(run, right) as number);

const binary: Readonly<Record<BinaryOperator, Apply>> = {
  '===': (_run, left, right) => left === right,
  '!==': (_run, left, right) => left !== right,
  '==': looselyEqual,
  '!=': (run, left, right) => !looselyEqual(run, left, right),
  '<': comparing((left, right) => left < right),
  '<=': comparing((left, right) => left <= right),
  '>': comparing((left, right) => left > right),
  '>=': comparing((left, right) => left >= right),
  '+': add,
  '-': numeric((left, right) => left - right),
  '*': numeric((left, right) => left * right),
  '/': numeric((left, right) => left / right),
  '%': numeric((left, right) => left % right),
  '**': numeric((left, right) => left ** right),
  '|': numeric((left, right) => left | right),
  '&': numeric((left, right) => left & right),
  '^': numeric((left, right) => left ^ right),
  '<<': numeric((left, right) => left << right),
  '>>': numeric((left, right) => left >> right),
  '>>>': numeric((left, right) => left >>> right),
  in: (run, left, right) => {
    if (typeof right !== 'object' || right === null)
      throw new TypeError(`\`in\` looks into an object, not into ${kindOf(right)}`);
    return Object.hasOwn(right, toText(run, left));
  },
};

export function binaryOperation(operator: BinaryOperator, left: Evaluate, right: Evaluate): Evaluate {
  if (operator === '===') return (run) => left(run) === right(run);
  if (operator === '!==') return (run) => left(run) !== right(run);
  const apply = binary[operator];
  return (run) => apply(run, left(run), right(run));
}

export function logicalOperation(operator: LogicalOperator, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case '&&':
      return (run) => left(run) && right(run);
    case '||':
      return (run) => left(run) || right(run);
    case '??':
      return (run) => left(run) ?? right(run);
  }
}

export function unaryOperation(operator: UnaryOperator, operand: Evaluate): Evaluate {
  switch (operator) {
    case '!':
      return (run) => !operand(run);
    case '-':
      return (run) => -toNumber(run, operand(run));
    case '+':
      return (run) => toNumber(run, operand(run));
    case '~':
      return (run) => ~toNumber(run, operand(run));
    case 'typeof':
      return (run) => typeof operand(run);
    case 'void':
      return (run) => void operand(run);
  }
}

function add(run: Run, left: unknown, right: unknown): unknown {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  const [a, b] = [toPrimitive(run, left), toPrimitive(run, right)];
  return typeof a === 'string' || typeof b === 'string'
    ? concatenate(run, String(a), String(b))
    : Number(a) + Number(b);
}

function looselyEqual(run: Run, left: unknown, right: unknown): boolean {
  const [a, b] = [left, right].map(isObject);
  if (a === b || left === null || right === null || left === undefined || right === undefined)
    // biome-ignore lint/suspicious/noDoubleEquals: it is the operator that is evaluated
    return left == right;
  // biome-ignore lint/suspicious/noDoubleEquals: it is the operator that is evaluated
  return (toPrimitive(run, left) as Primitive) == (toPrimitive(run, right) as Primitive);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
