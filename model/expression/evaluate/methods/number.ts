import { toOptionalNumber } from '../convert.ts';
import type { Method, Methods } from './method.ts';

export const numberMethods: Methods<number> = {
  toFixed: (run, number, [digits]) => number.toFixed(toOptionalNumber(run, digits)),
  toPrecision: (run, number, [digits]) => number.toPrecision(toOptionalNumber(run, digits)),
  toString: (run, number, [radix]) => number.toString(toOptionalNumber(run, radix)),
};

export const booleanMethods: Methods<boolean> = {
  toString: (_run, value) => String(value),
};

export type NumberMethod = Method<number>;
export type BooleanMethod = Method<boolean>;
