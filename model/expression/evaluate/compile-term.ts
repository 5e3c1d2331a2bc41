import { EvaluationError } from '../evaluation-error.ts';
import { findBuiltin, findMethod, type MethodOf } from '../names.ts';
import { printCallee, printTerm } from '../print.ts';
import type { Argument, Arguments, FunctionTerm, Member, MethodCall, RegexTerm, Spread, Term } from '../term.ts';
import { compileArray, compileList, compileObject } from './compile-object.ts';
import { compilePattern } from './compile-pattern.ts';
import { toText } from './convert.ts';
import { located } from './failure.ts';
import { concatenate } from './methods/string.ts';
import { binaryOperation, logicalOperation, unaryOperation } from './operators.ts';
import { isForbidden, kindOf, readOwn } from './own.ts';
import type { Evaluate, Invoke, Run } from './run.ts';

/** What a chain holds from the `?.` that broke it to its end. */
const broken = Symbol('broken');

/** A term as closures: names are places in an array, nothing is looked up again. */
function compileTerm(term: Term): Evaluate {
  switch (term.kind) {
    case 'literal': {
      const { value } = term;
      return () => value;
    }
    case 'variable': {
      const { slot } = term;
      return (run) => run.slots[slot];
    }
    case 'template':
      return compileTemplate(term);
    case 'array':
      return located(() => printTerm(term), compileArray(term.items, compileTerm));
    case 'object':
      return compileObject(term.properties, compileTerm);
    case 'unary':
      return unaryOperation(term.operator, compileTerm(term.operand));
    case 'binary':
      return compileBinary(term);
    case 'logical':
      return logicalOperation(term.operator, compileTerm(term.left), compileTerm(term.right));
    case 'conditional': {
      const [test, consequent, alternate] = [term.test, term.consequent, term.alternate].map(compileTerm);
      return (run) => (test?.(run) ? consequent?.(run) : alternate?.(run));
    }
    case 'member':
      return compileMember(term);
    case 'chain': {
      const inner = compileTerm(term.term);
      return (run) => {
        const value = inner(run);
        return value === broken ? undefined : value;
      };
    }
    case 'method-call':
      return compileMethodCall(term);
    case 'regex-call':
      return compileRegexCall(term);
    case 'builtin-call':
      return compileBuiltinCall(term);
    case 'function-call': {
      const invoke = compileFunction(term.callee.function);
      const args = compileArguments(term.arguments);
      return located(
        () => term.callee.name,
        (run) => invoke(run, args(run)),
      );
    }
  }
}

const compiled = new WeakMap<FunctionTerm, Invoke>();

/** A function of the expression, compiled once however often it is called. */
export function compileFunction(fn: FunctionTerm): Invoke {
  const invoke = compiled.get(fn) ?? createInvoke(fn);
  compiled.set(fn, invoke);
  return invoke;
}

function createInvoke(fn: FunctionTerm): Invoke {
  const takes = fn.parameters.map((parameter) => compilePattern(parameter, '', compileTerm));
  const takeRest = fn.rest && compilePattern(fn.rest, '', compileTerm);
  const constants = fn.constants.flatMap((constant) => {
    if (constant.kind === 'resolved') return [];
    const take = compilePattern(constant.pattern, printTerm(constant.value), compileTerm);
    const value = compileTerm(constant.value);
    return [(run: Run) => take(run, value(run))];
  });
  const result = compileTerm(fn.result);
  const weight = weigh(fn);
  return (run, args) => {
    run.spend(weight);
    for (let i = 0; i < takes.length; i++) takes[i]?.(run, args[i]);
    takeRest?.(run, args.slice(takes.length));
    for (let i = 0; i < constants.length; i++) constants[i]?.(run);
    return result(run);
  };
}

/** How much one call does: its length, roughly in operations. */
function weigh(fn: FunctionTerm): number {
  return 1 + fn.constants.length + (printTerm(fn.result).length >>> 4);
}

function compileBinary(term: Term & { kind: 'binary' }): Evaluate {
  const operation = binaryOperation(term.operator, compileTerm(term.left), compileTerm(term.right));
  return term.operator === '===' || term.operator === '!==' ? operation : located(() => printTerm(term), operation);
}

function compileTemplate(term: Term & { kind: 'template' }): Evaluate {
  const { texts } = term;
  const parts = term.parts.map(compileTerm);
  return located(
    () => printTerm(term),
    (run) => {
      let text = texts[0] ?? '';
      for (let i = 0; i < parts.length; i++)
        text = concatenate(run, text, toText(run, parts[i]?.(run)) + (texts[i + 1] ?? ''));
      return text;
    },
  );
}

function compileMember(term: Member): Evaluate {
  const { key, optional } = term;
  const object = compileTerm(term.object);
  if (typeof key === 'string')
    return (run) => {
      const value = object(run);
      if (typeof value === 'object' && value !== null)
        return Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
      return value === broken || value === undefined || value === null
        ? absent(term, value, optional)
        : readOwn(value, key);
    };
  const computed = compileTerm(key);
  return (run) => {
    const value = object(run);
    if (value === broken || value === undefined || value === null) return absent(term, value, optional);
    const at = computed(run);
    if (typeof at === 'number' && Array.isArray(value)) return Object.hasOwn(value, at) ? value[at] : undefined;
    const name = toText(run, at);
    if (isForbidden(name))
      throw new EvaluationError('forbidden', { path: printTerm(term), reason: `'${name}' belongs to the engine` });
    return readOwn(value, name);
  };
}

function absent(term: Member, value: unknown, optional: boolean): typeof broken {
  if (optional || value === broken) return broken;
  throw new EvaluationError('missing', { path: printTerm(term), reason: `${printTerm(term.object)} is ${value}` });
}

function compileMethodCall(term: MethodCall): Evaluate {
  const receiver = compileTerm(term.receiver);
  const args = compileArguments(term.arguments);
  const method = findMethod(term.name);
  const path = (): string => printCallee(term);
  const call = (run: Run): unknown => {
    const value = receiver(run);
    if (value === undefined || value === null || value === broken) {
      if (term.optional || value === broken) return broken;
      throw new EvaluationError('missing', { path: path(), reason: `${printTerm(term.receiver)} is ${value}` });
    }
    return applyMethod(run, { value, method, args, term });
  };
  return located(path, call);
}

interface MethodApplication {
  readonly value: unknown;
  readonly method: MethodOf | undefined;
  readonly args: (run: Run) => readonly unknown[];
  readonly term: MethodCall;
}

function applyMethod(run: Run, { value, method, args, term }: MethodApplication): unknown {
  if (typeof value === 'string' && method?.string) return method.string(run, value, args(run));
  if (Array.isArray(value) && method?.array) return method.array(run, value, args(run));
  if (typeof value === 'number' && method?.number) return method.number(run, value, args(run));
  if (typeof value === 'boolean' && method?.boolean) return method.boolean(run, value, args(run));
  const own = readOwn(value, term.name);
  if (term.optionalCall && (own === undefined || own === null)) return broken;
  if (term.name === 'toString' && own === undefined) return toText(run, value);
  throw new EvaluationError('type', {
    path: printCallee(term),
    reason: `${kindOf(value)} has no method '${term.name}'`,
  });
}

function compileRegexCall(term: Term & { kind: 'regex-call' }): Evaluate {
  const { regex } = term.regex;
  const args = compileArguments(term.arguments);
  const isTest = term.name === 'test';
  return located(
    () => printTerm(term),
    (run) => {
      const text = toText(run, args(run)[0]);
      return isTest ? regex.test(run, text) : regex.exec(run, text);
    },
  );
}

function compileBuiltinCall(term: Term & { kind: 'builtin-call' }): Evaluate {
  const builtin = findBuiltin(term.name);
  const args = compileArguments(term.arguments);
  return located(
    () => term.name,
    (run) => builtin?.(run, args(run)),
  );
}

function compileArguments(args: Arguments): (run: Run) => readonly unknown[] {
  if (args.every((argument) => argument.kind === 'literal' || isFixed(argument))) {
    const fixed = args.map((argument) =>
      argument.kind === 'literal' ? argument.value : fixedValue(argument as Fixed),
    );
    return () => fixed;
  }
  return compileList<Exclude<Argument, Spread>>(args, (argument) => {
    if (!isFixed(argument)) return compileTerm(argument);
    const value = fixedValue(argument);
    return () => value;
  });
}

/** Functions and regular expressions, which do not depend on the input. */
type Fixed = Exclude<Argument, Term | Spread> | RegexTerm;

function isFixed(argument: Argument): argument is Fixed {
  return ['arrow', 'named-function', 'builtin', 'regex'].includes(argument.kind);
}

function fixedValue(argument: Fixed): unknown {
  switch (argument.kind) {
    case 'regex':
      return argument.regex;
    case 'builtin':
      return compileBuiltin(argument.name);
    default:
      return compileFunction(argument.function);
  }
}

function compileBuiltin(name: string): Invoke {
  const builtin = findBuiltin(name);
  return (run, args) => {
    run.spend(1);
    return builtin?.(run, args);
  };
}
