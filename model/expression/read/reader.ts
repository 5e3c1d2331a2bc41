import type { Node } from 'acorn';
import type { FunctionTerm, Term } from '../term.ts';
import type { FunctionNode } from './parse-function.ts';
import type { Scope } from './scope.ts';
import type { Source } from './source.ts';

/** What is bound beside an expression. */
export interface Bound {
  readonly names: readonly string[];
  /** A document leaves out what is bound to `undefined`, so any name may be taken there. */
  readonly isComplete: boolean;
  isHelper(name: string): boolean;
  /** Reads a helper, into slots of the expression that takes it. */
  helper(name: string, slots: Slots): FunctionTerm;
}

/** Counts the variables of an expression. Nothing in the language recurses, so each has one place of its own. */
export interface Slots {
  count: number;
}

/** What the parts of the reader need of each other. */
export interface Reader {
  readonly source: Source;
  readonly slots: Slots;
  /** Absent in a helper, which sees only what it is given. */
  readonly bound: Bound | undefined;
  /** The names of `bind` that were taken. */
  readonly taken: Set<string>;
  term(node: Node, scope: Scope): Term;
  function(node: FunctionNode, scope: Scope): FunctionTerm;
}
