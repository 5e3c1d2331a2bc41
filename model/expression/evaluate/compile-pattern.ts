import { EvaluationError } from '../evaluation-error.ts';
import { printName } from '../print-literal.ts';
import type { Pattern, Term } from '../term.ts';
import { spreadInto } from './methods/spread.ts';
import { copyOwn, readOwn } from './own.ts';
import type { Evaluate, Run } from './run.ts';

/** Puts what a pattern takes out of a value into its variables. */
export type Take = (run: Run, value: unknown) => void;

/** `path` is where the value comes from, as far as it has a name: `data.head`. */
export function compilePattern(pattern: Pattern, path: string, compile: (term: Term) => Evaluate): Take {
  switch (pattern.kind) {
    case 'name': {
      const { slot } = pattern;
      return (run, value) => {
        run.slots[slot] = value;
      };
    }
    case 'helper':
      return () => {};
    case 'default': {
      const take = compilePattern(pattern.pattern, path, compile);
      const value = compile(pattern.value);
      return (run, given) => take(run, given === undefined ? value(run) : given);
    }
    case 'object':
      return compileObject(pattern, path, compile);
    case 'array':
      return compileArray(pattern, path, compile);
  }
}

function compileObject(
  { properties, rest }: Pattern & { kind: 'object' },
  path: string,
  compile: (term: Term) => Evaluate,
): Take {
  const keys = properties.map(({ key }) => key);
  const takes = properties.map(({ key, pattern }) => compilePattern(pattern, below(path, key), compile));
  const takeRest = rest && compilePattern(rest, path, compile);
  const except = new Set(keys);
  return (run, value) => {
    if (value === undefined || value === null) throw missing(path, keys[0], value);
    for (let i = 0; i < takes.length; i++) takes[i]?.(run, readOwn(value, keys[i] as string));
    if (!takeRest) return;
    const others = {};
    run.spend(copyOwn(others, value, except));
    takeRest(run, others);
  };
}

function compileArray(
  { items, rest }: Pattern & { kind: 'array' },
  path: string,
  compile: (term: Term) => Evaluate,
): Take {
  const takes = items.map((item, i) => item && compilePattern(item, below(path, String(i)), compile));
  const takeRest = rest && compilePattern(rest, path, compile);
  return (run, value) => {
    const list: unknown[] = [];
    try {
      spreadInto(run, list, value);
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw new EvaluationError('type', { path, reason: cause.message }, { cause });
    }
    for (let i = 0; i < takes.length; i++) takes[i]?.(run, list[i]);
    takeRest?.(run, list.slice(takes.length));
  };
}

function below(path: string, key: string): string {
  const name = printName(key);
  if (/^[\d']/.test(name)) return `${path}[${name}]`;
  return path === '' ? name : `${path}.${name}`;
}

function missing(path: string, key: string | undefined, value: undefined | null): EvaluationError {
  const target = key === undefined ? path : below(path, key);
  return new EvaluationError('missing', { path: target, reason: `${path || 'the argument'} is ${value}` });
}
