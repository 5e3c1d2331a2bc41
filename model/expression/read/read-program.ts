import type { Expression, Node } from 'acorn';
import { limits } from '../limits.ts';
import type { FunctionTerm } from '../term.ts';
import { type FunctionNode, parseFunction } from './parse-function.ts';
import { readFunction, readMain } from './read-function.ts';
import { readTerm } from './read-term.ts';
import type { Bound, Reader, Slots } from './reader.ts';
import { Scope } from './scope.ts';
import { reject, type Source } from './source.ts';

/** An expression, read and checked. */
export interface Program {
  readonly main: FunctionTerm;
  /** How many variables it has, its helpers' included. */
  readonly slots: number;
  /** The names of `bind` that it takes. */
  readonly taken: ReadonlySet<string>;
}

export function readProgram(source: Source, bound: Bound): Program {
  const slots: Slots = { count: 0 };
  const reader = createReader(source, { slots, bound });
  const main = readMain(reader, parseFunction(source), bound);
  return { main, slots: slots.count, taken: reader.taken };
}

/** A helper: it sees its parameters, and nothing of the expression that calls it. */
export function readHelper(source: Source, slots: Slots): FunctionTerm {
  const reader = createReader(source, { slots, bound: undefined });
  return readFunction(reader, parseFunction(source), new Scope());
}

function createReader(source: Source, { slots, bound }: { slots: Slots; bound: Bound | undefined }): Reader {
  let depth = 0;
  const deeper = <Node extends { start: number; end: number }, T>(node: Node, read: () => T): T => {
    if (++depth > limits.nesting) reject(source, node, 'the expression is nested too deeply, split it');
    const result = read();
    depth--;
    return result;
  };
  const reader: Reader = {
    source,
    slots,
    bound,
    taken: new Set(),
    term: (node: Node, scope) => deeper(node, () => readTerm(reader, node as Expression, scope)),
    function: (node: FunctionNode, scope) => deeper(node, () => readFunction(reader, node, scope)),
  };
  return reader;
}
