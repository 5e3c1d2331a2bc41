import { joinText, toNumber, toOptionalNumber, toText } from '../convert.ts';
import type { Run } from '../run.ts';
import { asFunction, type Method, type Methods } from './method.ts';

type List = readonly unknown[];

export const arrayMethods: Methods<List> = {
  at: (run, list, [index]) => list.at(toNumber(run, index)),
  concat: (run, list, args) => {
    run.reserveElements(args.reduce<number>((sum, x) => sum + (Array.isArray(x) ? x.length : 1), list.length));
    return list.concat(...args);
  },
  every: (run, list, [test]) => firstIndex(run, list, { test, wanted: false }) === -1,
  filter: (run, list, [test]) => {
    const invoke = eachOf(run, list, test);
    return list.filter((item, i) => invoke(item, i));
  },
  find: (run, list, [test]) => list[firstIndex(run, list, { test, wanted: true })],
  findIndex: (run, list, [test]) => firstIndex(run, list, { test, wanted: true }),
  findLast: (run, list, [test]) => list[lastIndex(run, list, test)],
  findLastIndex: (run, list, [test]) => lastIndex(run, list, test),
  flat: (run, list, [depth]) => flatten(run, list, depth === undefined ? 1 : Math.trunc(toNumber(run, depth)) || 0),
  flatMap: (run, list, [map]) => {
    const invoke = eachOf(run, list, map);
    return flatten(run, list.map(invoke), 1);
  },
  includes: (run, list, [item, from]) => {
    run.scan(list.length);
    return list.includes(item, toOptionalNumber(run, from));
  },
  indexOf: (run, list, [item, from]) => {
    run.scan(list.length);
    return list.indexOf(item, toOptionalNumber(run, from));
  },
  join: (run, list, [separator]) => joinText(run, list, separator === undefined ? ',' : toText(run, separator)),
  lastIndexOf: (run, list, args) => {
    run.scan(list.length);
    return args.length < 2 ? list.lastIndexOf(args[0]) : list.lastIndexOf(args[0], toNumber(run, args[1]));
  },
  map: (run, list, [map]) => {
    run.reserveElements(list.length);
    return list.map(eachOf(run, list, map));
  },
  reduce: (run, list, args) => fold(run, list, args),
  reduceRight: (run, list, args) => {
    const at = list.length - 1;
    return fold(run, list.toReversed(), args, (i) => at - i);
  },
  slice: (run, list, [start, end]) => {
    run.reserveElements(list.length);
    return list.slice(toOptionalNumber(run, start), toOptionalNumber(run, end));
  },
  some: (run, list, [test]) => firstIndex(run, list, { test, wanted: true }) !== -1,
  toReversed: (run, list) => {
    run.reserveElements(list.length);
    return list.toReversed();
  },
  toSorted: (run, list, [compare]) => (compare === undefined ? sortByText(run, list) : sortBy(run, list, compare)),
  toSpliced: (run, list, args) => {
    run.reserveElements(list.length + args.length);
    const [start, count, ...items] = args;
    if (args.length === 0) return list.slice();
    return args.length === 1
      ? list.toSpliced(toNumber(run, start), list.length)
      : list.toSpliced(toNumber(run, start), toNumber(run, count), ...items);
  },
  toString: (run, list) => joinText(run, list, ','),
  with: (run, list, [index, item]) => {
    run.reserveElements(list.length);
    return list.with(toNumber(run, index), item);
  },
};

/** Calls a callback with (item, index, list), in one array that is used again. */
function eachOf(run: Run, list: List, callback: unknown): (item: unknown, index: number) => unknown {
  const invoke = asFunction(callback);
  const args = [undefined as unknown, 0, list];
  return (item, index) => {
    args[0] = item;
    args[1] = index;
    return invoke(run, args);
  };
}

function firstIndex(run: Run, list: List, { test, wanted }: { test: unknown; wanted: boolean }): number {
  const invoke = eachOf(run, list, test);
  for (let i = 0; i < list.length; i++) if (Boolean(invoke(list[i], i)) === wanted) return i;
  return -1;
}

function lastIndex(run: Run, list: List, test: unknown): number {
  const invoke = eachOf(run, list, test);
  for (let i = list.length - 1; i >= 0; i--) if (invoke(list[i], i)) return i;
  return -1;
}

function fold(run: Run, list: List, args: List, indexOf: (i: number) => number = (i) => i): unknown {
  const invoke = asFunction(args[0]);
  if (list.length === 0 && args.length < 2) throw new TypeError('an empty array needs an initial value');
  let sum = args.length < 2 ? list[0] : args[1];
  for (let i = args.length < 2 ? 1 : 0; i < list.length; i++) sum = invoke(run, [sum, list[i], indexOf(i), list]);
  return sum;
}

function flatten(run: Run, list: List, depth: number): unknown[] {
  const result: unknown[] = [];
  const visit = (items: List, level: number): void => {
    run.enter(level);
    for (const item of items) {
      run.spend(1);
      if (Array.isArray(item) && level < depth) visit(item, level + 1);
      else result.push(item);
    }
  };
  visit(list, 0);
  run.reserveElements(result.length);
  return result;
}

function sortBy(run: Run, list: List, compare: unknown): unknown[] {
  run.reserveElements(list.length);
  const invoke = asFunction(compare);
  return list.toSorted((a, b) => toNumber(run, invoke(run, [a, b])) || 0);
}

/** By the order of UTF-16 units, `undefined` last. */
function sortByText(run: Run, list: List): unknown[] {
  run.reserveElements(list.length);
  const keyed = list.map((item) => ({ item, key: item === undefined ? undefined : toText(run, item) }));
  run.spend(list.length);
  return keyed
    .sort(({ key: a }, { key: b }) => {
      if (a === b) return 0;
      if (a === undefined) return 1;
      return b === undefined || a < b ? -1 : 1;
    })
    .map(({ item }) => item);
}

export type ArrayMethod = Method<List>;
