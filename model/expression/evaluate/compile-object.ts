import type { Property, Spread, Term } from '../term.ts';
import { toText } from './convert.ts';
import { spreadInto } from './methods/spread.ts';
import { copyOwn, writeOwn } from './own.ts';
import type { Evaluate, Run } from './run.ts';

type Compile = (term: Term) => Evaluate;
type Fill = (run: Run, target: Record<string, unknown>) => void;

export function compileObject(properties: readonly (Property | Spread)[], compile: Compile): Evaluate {
  const fills = properties.map((property) => compileProperty(property, compile));
  return (run) => {
    const target = {};
    for (let i = 0; i < fills.length; i++) fills[i]?.(run, target);
    return target;
  };
}

function compileProperty(property: Property | Spread, compile: Compile): Fill {
  if (property.kind === 'spread') {
    const value = compile(property.term);
    return (run, target) => run.spend(copyOwn(target, value(run)));
  }
  const value = compile(property.value);
  const { key } = property;
  if (typeof key === 'string')
    return (run, target) => {
      target[key] = value(run);
    };
  const name = compile(key);
  return (run, target) => {
    const text = toText(run, name(run));
    writeOwn(target, text, value(run));
  };
}

export function compileArray(items: readonly (Term | Spread)[], compile: Compile): Evaluate {
  if (items.some((item) => item.kind === 'spread')) return compileList(items, compile);
  const values = items.map((item) => compile(item as Term));
  return (run) => {
    const list: unknown[] = [];
    for (let i = 0; i < values.length; i++) list.push(values[i]?.(run));
    return list;
  };
}

/** Items and spreads, one after the other, as arrays and arguments have them. */
export function compileList<Item extends { kind: string }>(
  items: readonly (Item | Spread)[],
  compile: (item: Item) => Evaluate,
): (run: Run) => unknown[] {
  const adds = items.map((item): ((run: Run, list: unknown[]) => void) => {
    if (item.kind === 'spread') {
      const value = compile((item as Spread).term as unknown as Item);
      return (run, list) => spreadInto(run, list, value(run));
    }
    const value = compile(item as Item);
    return (run, list) => {
      list.push(value(run));
    };
  });
  return (run) => {
    const list: unknown[] = [];
    for (let i = 0; i < adds.length; i++) adds[i]?.(run, list);
    return list;
  };
}
