import { type Program, readHelper, readProgram } from './read/read-program.ts';
import type { Bound, Slots } from './read/reader.ts';
import type { StoredExpression } from './stored-expression.ts';
import type { FunctionTerm } from './term.ts';

/** Reads stored text again; it is checked as if a user had just written it. */
export function readStored(stored: StoredExpression, at: string): Program {
  const { bind = {}, helpers = {} } = stored;
  const read = new Map<string, FunctionTerm>();
  const bound: Bound = {
    names: [...Object.keys(bind), ...Object.keys(helpers)],
    isComplete: false,
    isHelper: (name) => Object.hasOwn(helpers, name),
    helper: (name, slots: Slots) => {
      const known =
        read.get(name) ?? readHelper({ text: helpers[name]?.code ?? '', at: `${at}: helper '${name}'` }, slots);
      read.set(name, known);
      return known;
    },
  };
  return readProgram({ text: stored.code, at }, bound);
}
