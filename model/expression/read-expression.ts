import { InvalidSpecError } from '../invalid-spec-error.ts';
import type { Bindings } from './expression.ts';
import { printFunction } from './print.ts';
import { readHelper, readProgram } from './read/read-program.ts';
import type { Bound, Slots } from './read/reader.ts';
import type { StoredExpression } from './stored-expression.ts';
import type { FunctionTerm } from './term.ts';
import { toJson } from './to-json.ts';

export interface ReadOptions {
  /** Construct path and option, as errors begin: `ci/deploy: dependency 'push': filter`. */
  readonly at: string;
  readonly bind?: Bindings | undefined;
}

/**
 * Reads a function's source, checks that it stays inside the language, and gives it as canonical text, with what it
 * takes out of `bind`. Throws an `InvalidSpecError` that names the place and the fix.
 */
export function readExpression(fn: (...args: never[]) => unknown, { at, bind = {} }: ReadOptions): StoredExpression {
  const bound = new BoundHere(bind, at);
  const { main, taken } = readProgram({ text: sourceOf(fn, at), at }, bound);
  const names = Object.keys(bind).filter((name) => taken.has(name) && bind[name] !== undefined);
  const values = names
    .filter((name) => !bound.isHelper(name))
    .map((name) => [name, toJson(bind[name], `${at}: bind.${name}`)]);
  const helpers = names.filter((name) => bound.isHelper(name)).map((name) => [name, { code: bound.codeOf(name) }]);
  return {
    code: printFunction(main),
    ...(values.length > 0 && { bind: Object.fromEntries(values) }),
    ...(helpers.length > 0 && { helpers: Object.fromEntries(helpers) }),
  };
}

class BoundHere implements Bound {
  readonly names: readonly string[];
  readonly isComplete = true;
  readonly #bind: Bindings;
  readonly #at: string;
  readonly #read = new Map<string, FunctionTerm>();

  constructor(bind: Bindings, at: string) {
    this.names = Object.keys(bind);
    this.#bind = bind;
    this.#at = at;
  }

  isHelper(name: string): boolean {
    return Object.hasOwn(this.#bind, name) && typeof this.#bind[name] === 'function';
  }

  helper(name: string, slots: Slots): FunctionTerm {
    const at = `${this.#at}: bind.${name}`;
    const known = this.#read.get(name) ?? readHelper({ text: sourceOf(this.#bind[name], at), at }, slots);
    this.#read.set(name, known);
    return known;
  }

  codeOf(name: string): string {
    const helper = this.#read.get(name);
    return helper ? printFunction(helper) : '';
  }
}

function sourceOf(fn: unknown, at: string): string {
  if (typeof fn !== 'function') throw new InvalidSpecError(`${at}: not a function, write an arrow function`);
  return Function.prototype.toString.call(fn);
}
