import type { Regex } from './evaluate/regex.ts';

/**
 * An expression after it was read and checked: every name is resolved, nothing is in it that the language lacks.
 * Printing, evaluating, explaining and checking templates all start from here.
 */
export type Term =
  | { readonly kind: 'literal'; readonly value: undefined | null | boolean | number | string }
  | { readonly kind: 'variable'; readonly name: string; readonly slot: number }
  | { readonly kind: 'template'; readonly texts: readonly string[]; readonly parts: readonly Term[] }
  | { readonly kind: 'array'; readonly items: readonly (Term | Spread)[] }
  | ObjectTerm
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Term }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Term; readonly right: Term }
  | { readonly kind: 'logical'; readonly operator: LogicalOperator; readonly left: Term; readonly right: Term }
  | { readonly kind: 'conditional'; readonly test: Term; readonly consequent: Term; readonly alternate: Term }
  | Member
  /** How far `?.` reaches: a break anywhere inside makes the whole undefined. */
  | { readonly kind: 'chain'; readonly term: Term }
  | MethodCall
  | { readonly kind: 'regex-call'; readonly regex: RegexTerm; readonly name: string; readonly arguments: Arguments }
  | { readonly kind: 'builtin-call'; readonly name: string; readonly arguments: Arguments }
  | { readonly kind: 'function-call'; readonly callee: NamedFunction; readonly arguments: Arguments };

interface ObjectTerm {
  readonly kind: 'object';
  readonly properties: readonly (Property | Spread)[];
}

export interface Property {
  readonly kind: 'property';
  readonly key: string | Term;
  readonly value: Term;
}

export interface Member {
  readonly kind: 'member';
  readonly object: Term;
  readonly key: string | Term;
  /** Written with `?.` */
  readonly optional: boolean;
}

export interface MethodCall {
  readonly kind: 'method-call';
  readonly receiver: Term;
  readonly name: string;
  /** `receiver?.name()` */
  readonly optional: boolean;
  /** `receiver.name?.()` */
  readonly optionalCall: boolean;
  readonly arguments: Arguments;
}

export interface Spread {
  readonly kind: 'spread';
  readonly term: Term;
}

export type Arguments = readonly Argument[];
export type Argument = Term | Spread | FunctionArgument | RegexTerm;

/** A function where a method takes one. Functions are never data. */
export type FunctionArgument =
  | { readonly kind: 'arrow'; readonly function: FunctionTerm }
  | NamedFunction
  | { readonly kind: 'builtin'; readonly name: string };

/** A helper out of `bind`, or a function that a block declares. */
export interface NamedFunction {
  readonly kind: 'named-function';
  /** As it is written: `jobSpec`, or `b.jobSpec`. */
  readonly name: string;
  readonly function: FunctionTerm;
}

export interface RegexTerm {
  readonly kind: 'regex';
  readonly source: string;
  readonly flags: string;
  /** The constant that holds it, where it was not written in place. */
  readonly name?: string;
  readonly regex: Regex;
}

export interface FunctionTerm {
  readonly parameters: readonly Pattern[];
  readonly rest?: Pattern;
  readonly constants: readonly Constant[];
  readonly result: Term;
}

/** One declaration of a block. Functions and regular expressions are resolved where they are used. */
export type Constant =
  | { readonly kind: 'value'; readonly pattern: Pattern; readonly value: Term }
  | { readonly kind: 'resolved'; readonly name: string; readonly value: FunctionArgument | RegexTerm };

export type Pattern =
  | { readonly kind: 'name'; readonly name: string; readonly slot: number }
  /** A helper that is taken out of `bind`. */
  | { readonly kind: 'helper'; readonly name: string }
  | { readonly kind: 'object'; readonly properties: readonly PatternProperty[]; readonly rest?: Pattern }
  | { readonly kind: 'array'; readonly items: readonly (Pattern | undefined)[]; readonly rest?: Pattern }
  | { readonly kind: 'default'; readonly pattern: Pattern; readonly value: Term };

export interface PatternProperty {
  readonly key: string;
  readonly pattern: Pattern;
}

export type UnaryOperator = '-' | '+' | '!' | '~' | 'typeof' | 'void';
export type LogicalOperator = '&&' | '||' | '??';
export type BinaryOperator =
  | '=='
  | '!='
  | '==='
  | '!=='
  | '<'
  | '<='
  | '>'
  | '>='
  | '<<'
  | '>>'
  | '>>>'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '**'
  | '|'
  | '^'
  | '&'
  | 'in';
