import { toNumber, toPrimitive, toText } from '../convert.ts';
import { readOwn, writeOwn } from '../own.ts';
import type { Run } from '../run.ts';
import { parseJson, stringifyJson } from './json.ts';
import { spreadInto } from './spread.ts';

/** A function that is there without a receiver: `Number`, `Math.max`. */
export type Builtin = (run: Run, args: readonly unknown[]) => unknown;

type MathFunction = (...values: number[]) => number;

/** The functions of `Math` that a number goes into and a number comes out of. */
function mathematics<const Names extends readonly (keyof Math)[]>(
  names: Names,
): Record<`Math.${Names[number] & string}`, Builtin> {
  const entries = names.map((name): [string, Builtin] => {
    const apply = Math[name] as MathFunction;
    return [`Math.${String(name)}`, (run, args) => apply(...args.map((x) => toNumber(run, x)))];
  });
  return Object.fromEntries(entries) as Record<`Math.${Names[number] & string}`, Builtin>;
}

export const builtins: Readonly<Record<string, Builtin>> = {
  Number: (run, args) => (args.length === 0 ? 0 : toNumber(run, args[0])),
  String: (run, args) => (args.length === 0 ? '' : toText(run, args[0])),
  Boolean: (_run, [value]) => Boolean(value),
  parseInt: (run, [text, radix]) => Number.parseInt(scanned(run, text), toNumber(run, radix)),
  parseFloat: (run, [text]) => Number.parseFloat(scanned(run, text)),
  encodeURIComponent: (run, [value]) => {
    const text = scanned(run, value);
    run.allowText(text.length);
    const encoded = encodeURIComponent(text);
    run.reserveText(encoded.length);
    return encoded;
  },
  decodeURIComponent: (run, [value]) => decodeURIComponent(scanned(run, value)),
  ...mathematics([
    'abs',
    'cbrt',
    'ceil',
    'floor',
    'hypot',
    'log',
    'log10',
    'log2',
    'max',
    'min',
    'pow',
    'round',
    'sign',
    'sqrt',
    'trunc',
  ]),
  'JSON.parse': (run, [text]) => parseJson(run, text),
  'JSON.stringify': (run, [value, , space]) => stringifyJson(run, value, space),
  'Object.keys': (run, [value]) => listed(run, Object.keys(asObject(value))),
  'Object.values': (run, [value]) => listed(run, Object.values(asObject(value))),
  'Object.entries': (run, [value]) => listed(run, Object.entries(asObject(value))),
  'Object.fromEntries': (run, [entries]) => fromEntries(run, entries),
  'Object.hasOwn': (run, [value, key]) => Object.hasOwn(asObject(value), toText(run, key)),
  'Array.isArray': (_run, [value]) => Array.isArray(value),
  'Date.parse': (run, [text]) => Date.parse(scanned(run, text)),
  'Number.isFinite': (_run, [value]) => Number.isFinite(value),
  'Number.isInteger': (_run, [value]) => Number.isInteger(value),
  'Number.isNaN': (_run, [value]) => Number.isNaN(value),
  'Number.isSafeInteger': (_run, [value]) => Number.isSafeInteger(value),
};

function scanned(run: Run, value: unknown): string {
  const text = toText(run, value);
  run.scan(text.length);
  return text;
}

function asObject(value: unknown): object {
  if (value === undefined || value === null) throw new TypeError(`${String(value)} has no properties`);
  return typeof value === 'object' ? value : Object(value);
}

function listed<T>(run: Run, list: T[]): T[] {
  run.reserveElements(list.length);
  run.spend(list.length >>> 2);
  return list;
}

function fromEntries(run: Run, entries: unknown): Record<string, unknown> {
  const pairs: unknown[] = [];
  spreadInto(run, pairs, entries);
  const result: Record<string, unknown> = {};
  for (const pair of pairs) {
    run.spend(1);
    if (typeof pair !== 'object' || pair === null) throw new TypeError('an entry is not a pair of key and value');
    writeOwn(result, String(toPrimitive(run, readOwn(pair, '0'))), readOwn(pair, '1'));
  }
  return result;
}
