import { z } from 'zod';
import { InvalidSpecError } from '../invalid-spec-error.ts';
import type { KeeperQuotas } from '../keeper/keeper.ts';
import { isQuantity, type Quantity, quantitySchema, toBytes } from '../quantity.ts';
import type { Schema } from '../schema.ts';
import { show, toSchema, toZod } from '../to-schema.ts';

const mebibyte = 1024 ** 2;

/** What of a volume is left to the file system, and to what servers write twice until it is compacted. */
const reserve = 0.15;

/** The parts of a volume that stores get by default, and the least and the most that is of use. */
const shares: Readonly<Record<keyof KeeperQuotas, readonly [part: number, leastMi: number, mostMi: number]>> = {
  events: [0.68, 64, Infinity],
  journals: [0.16, 32, Infinity],
  notes: [0.01, 4, 64],
  members: [0.01, 4, 16],
  deadLetters: [0.08, 16, Infinity],
  outcomes: [0.04, 8, 256],
};

/** The smallest volume whose default quotas are of any use. */
export const smallestVolume: Quantity = '256Mi';

const quota = toZod(quantitySchema)
  .refine((size) => !isQuantity(size) || toBytes(size) > 0, {
    error: ({ input }) => `${show(input)} is room for nothing; write, for example, '8Gi'`,
  })
  .optional();

/** How much each store of a bus may hold; the defaults follow from the volume. */
export const busQuotasSchema: Schema<KeeperQuotas> = toSchema(
  z.strictObject({ events: quota, journals: quota, notes: quota, members: quota, deadLetters: quota, outcomes: quota }),
);

/** How much servers may store on a volume of this size. */
export function toStoreBytes(volume: Quantity): number {
  return Math.floor((toBytes(volume) * (1 - reserve)) / mebibyte) * mebibyte;
}

interface Room {
  readonly volume: Quantity;
  /** The largest message. */
  readonly maxPayload: Quantity;
}

/**
 * The quotas of a bus: those that are said, and for the others a part of the volume. Throws an `InvalidSpecError` where
 * they do not fit on it together, since servers would run out of disk before a store is full, or one has no room for a message.
 */
export function toBusQuotas(said: KeeperQuotas, { volume, maxPayload }: Room, at: string): Required<KeeperQuotas> {
  const room = toStoreBytes(volume);
  const names = Object.keys(shares) as readonly (keyof KeeperQuotas)[];
  const quotas = Object.fromEntries(names.map((name) => [name, said[name] ?? toShare(shares[name], room)]));
  for (const name of ['events', 'deadLetters']) checkHoldsOne(name, quotas[name] ?? maxPayload, { maxPayload, at });
  const sum = Object.values(quotas).reduce((bytes, size) => bytes + toBytes(size), 0);
  if (sum <= room) return quotas as Required<KeeperQuotas>;
  const list = Object.entries(quotas).map(([name, size]) => `${name} ${size}`);
  throw new InvalidSpecError(
    `${at}: quotas: together they are ${toMi(sum)} (${list.join(', ')}), and a volume of ${volume} has room for ` +
      `${toMi(room)}; lower them, or ask for a larger volume`,
  );
}

function checkHoldsOne(
  name: string,
  quota: Quantity,
  { maxPayload, at }: { readonly maxPayload: Quantity; readonly at: string },
): void {
  if (toBytes(quota) >= toBytes(maxPayload)) return;
  throw new InvalidSpecError(
    `${at}: quotas.${name} '${quota}' has no room for one message of ${maxPayload}; raise it, or lower 'settings.maxPayload'`,
  );
}

function toShare([part, leastMi, mostMi]: readonly [number, number, number], room: number): Quantity {
  return `${Math.min(Math.max(Math.floor((room * part) / mebibyte), leastMi), mostMi)}Mi`;
}

function toMi(bytes: number): string {
  return `${Math.ceil(bytes / mebibyte)}Mi`;
}
