import type { Invoke, Run } from '../run.ts';

/** A method or a function of the language. `args` holds data, and a function or a regular expression where one may stand. */
export type Method<Receiver> = (run: Run, receiver: Receiver, args: readonly unknown[]) => unknown;

export interface Methods<Receiver> {
  readonly [name: string]: Method<Receiver>;
  readonly toString: Method<Receiver>;
}

/** The function at an argument that was read as one. */
export function asFunction(argument: unknown): Invoke {
  if (typeof argument === 'function') return argument as Invoke;
  throw new TypeError('a function is missing');
}
