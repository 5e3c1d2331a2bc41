import type { CallExpression, Expression, Literal, MemberExpression, Node, SpreadElement, Super } from 'acorn';
import { suggest } from '../did-you-mean.ts';
import {
  builtinNames,
  findBuiltin,
  functionPosition,
  instead,
  methodNames,
  namesIn,
  regexMethodNames,
  regexPosition,
} from '../names.ts';
import type { Argument, Arguments, FunctionArgument, NamedFunction, RegexTerm, Term } from '../term.ts';
import { isImported, isLowering, rejectFree, rewritten } from './free-name.ts';
import { readRegex } from './read-regex.ts';
import type { Reader } from './reader.ts';
import type { Scope } from './scope.ts';
import { reject } from './source.ts';

/** A call: of a method, of a function that is there, or of a helper. Nothing that is computed can be called. */
export function readCall(reader: Reader, node: CallExpression, scope: Scope): Term {
  const callee = unwrapped(node.callee);
  if (callee.type === 'Super' || callee.type === 'ImportExpression')
    return reject(reader.source, node, 'an import, bind what it gives');
  const named = readNamedFunction(reader, callee, scope);
  if (named) return { kind: 'function-call', callee: named, arguments: readArguments(reader, node, scope) };
  const builtin = nameOfBuiltin(reader, callee, scope);
  if (builtin !== undefined) {
    if (node.optional) reject(reader.source, node, `'${builtin}' is always there, call it without \`?.\``);
    return { kind: 'builtin-call', name: builtin, arguments: readArguments(reader, node, scope) };
  }
  if (callee.type === 'Identifier') {
    if (scope.find(callee.name)) return reject(reader.source, callee, `'${callee.name}' is a value, not a function`);
    return rejectFree(reader, callee, { name: callee.name, scope });
  }
  if (callee.type !== 'MemberExpression')
    return reject(reader.source, callee, 'a call of a computed function, name the function');
  return readMethodCall(reader, { node, callee }, scope);
}

/** `[...text.matchAll(regex)]`: an iterator stands nowhere else. */
export function isMatchAll(node: Node): node is CallExpression {
  const callee = node.type === 'CallExpression' ? (node as CallExpression).callee : undefined;
  return callee?.type === 'MemberExpression' && methodName(callee) === 'matchAll';
}

function readMethodCall(
  reader: Reader,
  { node, callee }: { node: CallExpression; callee: MemberExpression },
  scope: Scope,
): Term {
  const name = methodName(callee);
  if (name === undefined) return reject(reader.source, callee, 'a call of a computed function, name the function');
  if (callee.object.type === 'Identifier' && isImported(callee.object.name, scope))
    return rejectFree(reader, callee, { name, scope });
  const regex = regexAt(reader, callee.object, scope);
  if (regex) return readRegexCall(reader, { node, regex, name }, scope);
  const receiver = reader.term(callee.object, scope);
  if (!methodNames.includes(name)) {
    const fix = instead.get(name) ?? suggest(name, methodNames);
    return reject(reader.source, callee.property, `there is no method '${name}' in an expression, ${fix}`);
  }
  const args = readMethodArguments(reader, { node, name }, scope);
  return {
    kind: 'method-call',
    receiver,
    name,
    optional: callee.optional,
    optionalCall: node.optional,
    arguments: args,
  };
}

function readRegexCall(
  reader: Reader,
  { node, regex, name }: { node: CallExpression; regex: RegexTerm; name: string },
  scope: Scope,
): Term {
  if (!regexMethodNames.includes(name))
    return reject(
      reader.source,
      node,
      `a regular expression has no method '${name}', ${suggest(name, regexMethodNames)}`,
    );
  if (regex.name !== undefined && regex.regex.isGlobal)
    return reject(
      reader.source,
      node,
      `with the flag g, '${regex.name}' would go on where it stopped, remove the flag`,
    );
  return { kind: 'regex-call', regex, name, arguments: readArguments(reader, node, scope) };
}

function readMethodArguments(
  reader: Reader,
  { node, name }: { node: CallExpression; name: string },
  scope: Scope,
): Arguments {
  const takesFunction = functionPosition.get(name);
  const takesRegex = regexPosition.get(name);
  const args = node.arguments.map((argument, i): Argument => {
    const special =
      (i === takesFunction?.index ? functionAt(reader, argument, scope) : undefined) ??
      (i === 0 && takesRegex ? regexAt(reader, argument, scope) : undefined);
    return special ?? readArgument(reader, argument, scope);
  });
  if (takesFunction?.required && !isFunctionArgument(args[0]))
    reject(reader.source, node, `'${name}' takes a function first: \`${name}((item) => …)\``);
  if (name === 'toSorted' && args.length > 0 && !isFunctionArgument(args[0]))
    reject(reader.source, node, "'toSorted' takes a function or nothing: `toSorted((a, b) => a - b)`");
  if (takesRegex?.required && args[0]?.kind !== 'regex')
    reject(reader.source, node, `'${name}' takes a regular expression that is written out: \`${name}(/…/)\``);
  if (/All$/.test(name) && args[0]?.kind === 'regex' && !args[0].regex.isGlobal)
    reject(reader.source, node, `'${name}' needs the flag g on its regular expression`);
  return args;
}

function readArguments(reader: Reader, node: CallExpression, scope: Scope): Arguments {
  return node.arguments.map((argument) => readArgument(reader, argument, scope));
}

function readArgument(reader: Reader, node: Expression | SpreadElement, scope: Scope): Argument {
  return node.type === 'SpreadElement'
    ? { kind: 'spread', term: reader.term(node.argument, scope) }
    : reader.term(node, scope);
}

function isFunctionArgument(argument: Argument | undefined): argument is FunctionArgument {
  return argument?.kind === 'arrow' || argument?.kind === 'named-function' || argument?.kind === 'builtin';
}

function functionAt(reader: Reader, node: Expression | SpreadElement, scope: Scope): FunctionArgument | undefined {
  if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression')
    return { kind: 'arrow', function: reader.function(node, scope) };
  if (node.type === 'SpreadElement') return undefined;
  const named = readNamedFunction(reader, node, scope);
  if (named) return named;
  const isName = node.type === 'Identifier' || node.type === 'MemberExpression';
  const name = isName ? builtinNameAt(node, scope) : undefined;
  return name !== undefined && findBuiltin(name) ? { kind: 'builtin', name } : undefined;
}

function regexAt(reader: Reader, node: Expression | SpreadElement | Super, scope: Scope): RegexTerm | undefined {
  if (node.type === 'Literal' && (node as Literal).regex) return readRegex(reader, node as Literal);
  const named = node.type === 'Identifier' ? scope.find(node.name) : undefined;
  return named?.kind === 'regex' ? named.regex : undefined;
}

/** A helper or a function of the block: `touches`, or `b.touches` where `b` is the second parameter. */
function readNamedFunction(reader: Reader, node: Expression, scope: Scope): NamedFunction | undefined {
  if (node.type === 'Identifier') {
    const named = scope.find(node.name);
    return named?.kind === 'function'
      ? { kind: 'named-function', name: named.name, function: named.function }
      : undefined;
  }
  const bind = node.type === 'MemberExpression' && node.object.type === 'Identifier' ? node.object.name : undefined;
  const named = bind === undefined ? undefined : scope.find(bind);
  if (named?.kind !== 'bind') return undefined;
  const name = methodName(node as MemberExpression);
  if (name === undefined || !reader.bound?.isHelper(name)) return undefined;
  reader.taken.add(name);
  return { kind: 'named-function', name: `${named.name}.${name}`, function: reader.bound.helper(name, reader.slots) };
}

/** The name of a function that is called without a receiver. Refuses one that is not there. */
function nameOfBuiltin(reader: Reader, callee: Expression, scope: Scope): string | undefined {
  const name = builtinNameAt(callee, scope);
  if (name === undefined || findBuiltin(name)) return name;
  if (!name.includes('.')) return undefined;
  if (name === 'Object.assign')
    return reject(
      reader.source,
      callee,
      `'Object.assign': where it was a spread, ${rewritten}; else write \`{ ...a, ...b }\``,
    );
  if (name === 'Date.now')
    return reject(reader.source, callee, 'an expression has no clock, use the `time` of the event');
  const namespace = name.slice(0, name.indexOf('.'));
  const fix = suggest(name.slice(namespace.length + 1), namesIn(namespace));
  return reject(reader.source, callee, `there is no '${name}' in an expression, ${fix}`);
}

function builtinNameAt(node: Expression, scope: Scope): string | undefined {
  if (node.type === 'Identifier')
    return scope.find(node.name) || !builtinNames.includes(node.name) ? undefined : node.name;
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined;
  const { name } = node.object;
  const method = methodName(node);
  if (scope.find(name) || isLowering(name) || method === undefined) return undefined;
  return namesIn(name).length > 0 ? `${name}.${method}` : undefined;
}

function methodName({ property, computed }: MemberExpression): string | undefined {
  if (computed) return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
  return property.type === 'Identifier' ? property.name : undefined;
}

/** `(0, constants_1.onMain)(…)` is how compilers to CommonJS call what is imported. */
function unwrapped(callee: CallExpression['callee']): Expression | Super {
  return callee.type === 'SequenceExpression' ? (callee.expressions.at(-1) ?? callee) : callee;
}
