import { type ArrayMethod, arrayMethods } from './evaluate/methods/array.ts';
import { type Builtin, builtins } from './evaluate/methods/builtins.ts';
import { type BooleanMethod, booleanMethods, type NumberMethod, numberMethods } from './evaluate/methods/number.ts';
import { type StringMethod, stringMethods } from './evaluate/methods/string.ts';

/** What a method is for each kind of receiver that has it. */
export interface MethodOf {
  readonly string: StringMethod | undefined;
  readonly array: ArrayMethod | undefined;
  readonly number: NumberMethod | undefined;
  readonly boolean: BooleanMethod | undefined;
}

const byReceiver = {
  string: new Map(Object.entries(stringMethods)),
  array: new Map(Object.entries(arrayMethods)),
  number: new Map(Object.entries(numberMethods)),
  boolean: new Map(Object.entries(booleanMethods)),
};
const builtinsByName = new Map(Object.entries(builtins));

/** The methods of data, by name. */
export const methodNames: readonly string[] = [
  ...new Set(Object.values(byReceiver).flatMap((methods) => [...methods.keys()])),
].sort();

/** The methods of a regular expression. */
export const regexMethodNames: readonly string[] = ['exec', 'test'];

/** `Number`, `Math.max`: the functions that need no receiver. */
export const builtinNames: readonly string[] = [...builtinsByName.keys()];

export const constants: ReadonlyMap<string, undefined | number> = new Map<string, undefined | number>([
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
]);

export function findMethod(name: string): MethodOf | undefined {
  if (!methodNames.includes(name)) return undefined;
  return {
    string: byReceiver.string.get(name),
    array: byReceiver.array.get(name),
    number: byReceiver.number.get(name),
    boolean: byReceiver.boolean.get(name),
  };
}

export function findBuiltin(name: string): Builtin | undefined {
  return builtinsByName.get(name);
}

/** The functions of a namespace: those of `Math`. None where there is no such namespace. */
export function namesIn(namespace: string): readonly string[] {
  return builtinNames
    .filter((name) => name.startsWith(`${namespace}.`))
    .map((name) => name.slice(namespace.length + 1));
}

/** Where a method takes a function, and whether it must. */
export const functionPosition: ReadonlyMap<string, { readonly index: number; readonly required: boolean }> = new Map([
  ['every', { index: 0, required: true }],
  ['filter', { index: 0, required: true }],
  ['find', { index: 0, required: true }],
  ['findIndex', { index: 0, required: true }],
  ['findLast', { index: 0, required: true }],
  ['findLastIndex', { index: 0, required: true }],
  ['flatMap', { index: 0, required: true }],
  ['map', { index: 0, required: true }],
  ['reduce', { index: 0, required: true }],
  ['reduceRight', { index: 0, required: true }],
  ['some', { index: 0, required: true }],
  ['toSorted', { index: 0, required: false }],
  ['replace', { index: 1, required: false }],
  ['replaceAll', { index: 1, required: false }],
]);

/** Which methods take a regular expression as their first argument, and whether they must. */
export const regexPosition: ReadonlyMap<string, { readonly required: boolean }> = new Map([
  ['match', { required: true }],
  ['matchAll', { required: true }],
  ['search', { required: true }],
  ['replace', { required: false }],
  ['replaceAll', { required: false }],
  ['split', { required: false }],
]);

/** What to write instead of a method that changes its receiver, or whose answer depends on where it runs. */
export const instead: ReadonlyMap<string, string> = new Map([
  ['sort', 'use `toSorted`, which changes nothing'],
  ['reverse', 'use `toReversed`, which changes nothing'],
  ['splice', 'use `toSpliced`, which changes nothing'],
  ['push', 'make a new array: `[...list, item]`'],
  ['unshift', 'make a new array: `[item, ...list]`'],
  ['pop', 'use `slice(0, -1)`, or `at(-1)`'],
  ['shift', 'use `slice(1)`, or `at(0)`'],
  ['forEach', 'use `map` or `reduce`, which answer a value'],
  ['substr', 'use `slice`'],
  ['hasOwnProperty', 'use `Object.hasOwn(object, name)`'],
]);
