import { compileFunction } from './evaluate/compile-term.ts';
import { Run } from './evaluate/run.ts';
import { pathsOf } from './paths-of.ts';
import { printTerm } from './print.ts';
import { readStored } from './read-stored.ts';
import { shorten } from './shorten.ts';
import type { StoredExpression } from './stored-expression.ts';
import type { Term } from './term.ts';

/** Why a filter was false: its first `&&` term that was, and what the paths in that term held. */
export interface FalseTerm {
  /** Canonical text: `data.ref === 'refs/heads/main'`. */
  readonly term: string;
  /** Values are JSON, cut where they are long; `undefined` where nothing was there. */
  readonly values: readonly { readonly path: string; readonly value: unknown }[];
}

/** Compiles the explanation of a filter: nothing where the filter is true for the input, or cannot be evaluated. */
export function explainFalse(stored: StoredExpression): (input: unknown) => FalseTerm | undefined {
  const { main, slots } = readStored(stored, 'filter');
  const bind = stored.bind ?? {};
  const evaluate = (result: Term): ((input: unknown) => unknown) => {
    const invoke = compileFunction({ ...main, result });
    return (input) => invoke(new Run(slots), [input, bind]);
  };
  const terms = termsOf(main.result).map((term) => ({
    text: printTerm(term),
    isTrue: evaluate(term),
    paths: pathsOf(term, main).map((path) => ({
      path: printTerm(path),
      read: evaluate({ kind: 'chain', term: path }),
    })),
  }));
  return (input) => {
    for (const { text, isTrue, paths } of terms) {
      const answer = attempt(() => isTrue(input));
      if (answer === failed) return undefined;
      if (!answer)
        return { term: text, values: paths.map(({ path, read }) => ({ path, value: shownValue(() => read(input)) })) };
    }
    return undefined;
  };
}

const failed = Symbol('failed');

function attempt(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch {
    return failed;
  }
}

function shownValue(read: () => unknown): unknown {
  const value = attempt(read);
  return value === failed ? undefined : shorten(value);
}

function termsOf(term: Term): Term[] {
  return term.kind === 'logical' && term.operator === '&&' ? [...termsOf(term.left), ...termsOf(term.right)] : [term];
}
