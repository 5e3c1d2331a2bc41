import { z } from 'zod';
import type { Schema } from './schema.ts';
import { show, toSchema } from './to-schema.ts';

/** An amount of storage or memory, in Kubernetes' notation: `'512Ki'`, `'1Mi'`, `'20Gi'`. */
export type Quantity = `${number}${'Ki' | 'Mi' | 'Gi' | 'Ti' | 'Pi' | 'k' | 'M' | 'G' | 'T' | 'P'}`;

const unitBytes = {
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
} as const;
const pattern = /^(\d+(?:\.\d+)?)([KMGTP]i|[kMGTP])$/;

export const quantitySchema: Schema<Quantity> = toSchema(
  z.string().regex(pattern, {
    error: ({ input }) => `${show(input)} is not a quantity; write a number and a unit, for example '1Mi'`,
  }) as unknown as z.ZodType<Quantity, Quantity>,
);

export function isQuantity(value: unknown): value is Quantity {
  return typeof value === 'string' && pattern.test(value);
}

/** A quantity in bytes. Throws a `RangeError` where the text is none. */
export function toBytes(quantity: Quantity): number {
  const [, amount, unit] = pattern.exec(quantity) ?? [];
  if (!amount) throw new RangeError(`'${quantity}' is not a quantity; write a number and a unit, for example '1Mi'`);
  return Math.floor(Number(amount) * unitBytes[unit as keyof typeof unitBytes]);
}
