import { z } from 'zod';
import { type Duration, durationSchema, isDuration, toMs } from '../duration.ts';
import { isQuantity, type Quantity, quantitySchema, toBytes } from '../quantity.ts';
import type { Schema } from '../schema.ts';
import { show, toSchema, toZod } from '../to-schema.ts';

/** How a bus is kept: how large and how safe it is, and for how long it remembers. */
export interface KeeperOptions {
  /** How many servers hold a copy of everything that is stored. */
  readonly replicas?: 1 | 3 | 5;
  /** How much each store may hold. */
  readonly quotas?: KeeperQuotas;
  /** How long events are kept that every trigger is done with, a minute or more. Absent: until their store is four fifths full. */
  readonly history?: Duration;
  /** How long a trigger or worker that nobody declares any more keeps its place and its state: a minute or more. */
  readonly grace?: Duration;
  /** Whose event sources and sensors it looks after. Absent: those of every namespace that it is given. */
  readonly namespaces?: readonly string[];
}

/** How much each store of a bus may hold. */
export interface KeeperQuotas {
  /** Events. Full of what is pending, the bus refuses its producers. */
  readonly events?: Quantity;
  /** What the workers' partitions remember. */
  readonly journals?: Quantity;
  /** What workers are told: first positions, suspended triggers, dead letters to try again. */
  readonly notes?: Quantity;
  /** Which replicas are alive; the oldest makes room. */
  readonly members?: Quantity;
  /** Events that a trigger gave up. */
  readonly deadLetters?: Quantity;
  /** What triggers did; the oldest makes room. */
  readonly outcomes?: Quantity;
}

/** A keeper as a document holds it. */
export interface KeeperSpec extends Omit<KeeperOptions, 'replicas' | 'quotas' | 'grace'> {
  readonly replicas: 1 | 3 | 5;
  readonly quotas: Required<KeeperQuotas>;
  readonly grace: Duration;
  /** The bus's servers, where the same cluster runs them: the keeper makes their credentials. */
  readonly servers?: ManagedServersSpec;
}

/** What a keeper makes credentials for. */
export interface ManagedServersSpec {
  /** Their pods, by name: `bus-nats-0`. */
  readonly pods: readonly string[];
  /** The names by which clients and other servers reach them, as within their namespace: `*.bus-nats-headless`. */
  readonly hosts: readonly string[];
  readonly certificates: CertificatesSpec;
  /** Whose users the servers know: those that the keeper makes for each client, or somebody's own. */
  readonly users: 'keeper' | 'own';
}

/** Who makes the servers' certificates: the keeper, or somebody who writes a Secret with `tls.crt`, `tls.key` and `ca.crt`. */
export type CertificatesSpec =
  | { readonly issuer: 'keeper'; readonly lifetime: Duration }
  | { readonly issuer: 'secret'; readonly secret: string };

const quantity = (byDefault: Quantity) =>
  toZod(quantitySchema)
    .refine((quota) => !isQuantity(quota) || toBytes(quota) > 0, {
      // servers take nothing for no limit
      error: ({ input }) => `${show(input)} is room for nothing; write, for example, '${byDefault}'`,
    })
    .default(byDefault);

export const keeperQuotasSchema: Schema<KeeperQuotas, Required<KeeperQuotas>> = toSchema(
  z.strictObject({
    events: quantity('8Gi'),
    journals: quantity('2Gi'),
    notes: quantity('64Mi'),
    members: quantity('16Mi'),
    deadLetters: quantity('1Gi'),
    outcomes: quantity('256Mi'),
  }),
);

/** How long something is kept. */
export const keptForSchema: Schema<Duration> = toSchema(
  toZod(durationSchema).refine((time) => !isDuration(time) || toMs(time) >= 60_000, {
    error: ({ input }) => `${show(input)} is too short: it is a minute at least; write, for example, '1m' or '7d'`,
  }),
);

const managedServersSchema: Schema<ManagedServersSpec> = toSchema(
  z.strictObject({
    pods: z.array(z.string()).min(1),
    hosts: z.array(z.string()).min(1),
    certificates: z.discriminatedUnion('issuer', [
      z.strictObject({ issuer: z.literal('keeper'), lifetime: toZod(durationSchema) }),
      z.strictObject({ issuer: z.literal('secret'), secret: z.string() }),
    ]),
    users: z.enum(['keeper', 'own']),
  }),
);

export const keeperSchema: Schema<KeeperOptions & Pick<KeeperSpec, 'servers'>, KeeperSpec> = toSchema(
  z.strictObject({
    replicas: z
      .union([z.literal(1), z.literal(3), z.literal(5)], {
        error: ({ input }) => `${show(input)} is no number of replicas; use 1, 3 or 5`,
      })
      .default(3),
    quotas: toZod(keeperQuotasSchema).prefault({}),
    history: toZod(keptForSchema).optional(),
    grace: toZod(keptForSchema).default('7d'),
    namespaces: z.array(z.string()).min(1).optional(),
    servers: toZod(managedServersSchema).optional(),
  }),
);
