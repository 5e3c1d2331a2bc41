import { z } from 'zod';
import { type Duration, durationSchema, isDuration, toMs } from '../duration.ts';
import type { Json } from '../json.ts';
import { isQuantity, type Quantity, quantitySchema, toBytes } from '../quantity.ts';
import type { Schema } from '../schema.ts';
import { type SecretRef, secretRefSchema } from '../secret-ref.ts';
import { show, toSchema, toZod } from '../to-schema.ts';
import { checkRaw } from './managed-jetstream-raw.ts';

/** What the servers of a bus are told in `nats.conf`, beside what follows from the other options. */
export interface JetStreamServerSettings {
  /** The largest message, `'64Mi'` at most. A payload is accepted up to that less 64 KiB for its headers. */
  readonly maxPayload?: Quantity;
  /** How many clients may connect to a server. NATS allows 65,536 by default. */
  readonly maxConnections?: number;
  /** What may wait to be read by one client before the server gives it up; no less than `maxPayload`. NATS: `'64Mi'`. */
  readonly maxPending?: Quantity;
  /** How long a write to a client may take before the server gives it up. NATS: `'10s'`. */
  readonly writeDeadline?: Duration;
  /** How often a server asks whether a silent client is there. NATS: `'2m'`. */
  readonly pingInterval?: Duration;
  /** After how many questions without an answer a client is given up. NATS: 2. */
  readonly maxPingsOut?: number;
  /**
   * How often what was written reaches the disk: before each acknowledgement, or within a time. Absent: `'always'` on
   * one replica, NATS' own two minutes on several, where copies on other nodes outlive a power cut on one.
   */
  readonly syncInterval?: 'always' | Duration;
  /** How long a server that is told to stop takes to hand its clients to the others, `'30s'` or more. */
  readonly lameDuckDuration?: Duration;
  /** Memory for streams that are kept there. Eventwright has none; other users of the servers may. */
  readonly maxMemoryStore?: Quantity;
  /** Encrypts what is stored. A store whose key is lost or changed cannot be read again. */
  readonly encryption?: StoreEncryption;
  /** Logs in detail. */
  readonly debug?: boolean;
  /** Logs every message of the protocol: slow, and payloads are in the log. */
  readonly trace?: boolean;
  /**
   * Anything else that `nats.conf` understands, as JSON: `{ max_subscriptions: 10_000, cluster: { compression: 's2_fast' } }`.
   * Keys that an option stands for, or that the construct owns, are refused. Durations and sizes are written as NATS does.
   */
  readonly raw?: Readonly<Record<string, Json>>;
}

/** How a bus encrypts what it stores. */
export interface StoreEncryption {
  /** The key, any text without `"` and `\`, in the namespace of the bus. */
  readonly key: SecretRef;
  readonly cipher?: 'chacha' | 'aes';
}

/** The settings with their defaults. */
export interface JetStreamServerSettingsSpec extends Omit<JetStreamServerSettings, 'encryption'> {
  readonly maxPayload: Quantity;
  readonly lameDuckDuration: Duration;
  readonly maxMemoryStore: Quantity;
  readonly encryption?: Required<StoreEncryption>;
  readonly debug: boolean;
  readonly trace: boolean;
  readonly raw: Readonly<Record<string, Json>>;
}

const quantity = toZod(quantitySchema);
const duration = toZod(durationSchema);

const positive = (example: Quantity) =>
  quantity.refine((size) => !isQuantity(size) || toBytes(size) > 0, {
    // servers take nothing for no limit
    error: ({ input }) => `${show(input)} is nothing; write, for example, '${example}'`,
  });

const interval = duration.refine((time) => !isDuration(time) || toMs(time) > 0, {
  error: ({ input }) => `${show(input)} is no time at all; write, for example, '10s'`,
});

const raw = z.record(z.string(), z.json() as z.ZodType<Json, Json>).check(({ value, issues }) => {
  for (const problem of checkRaw(value)) issues.push({ code: 'custom', input: undefined, ...problem });
});

export const jetStreamServerSettingsSchema: Schema<JetStreamServerSettings, JetStreamServerSettingsSpec> = toSchema(
  z
    .strictObject({
      maxPayload: positive('8Mi')
        .refine((size) => !isQuantity(size) || toBytes(size) <= 64 * 1024 ** 2, {
          error: ({ input }) =>
            `${show(input)} is more than NATS takes, '64Mi'; keep large data elsewhere, and send where`,
        })
        .default('8Mi'),
      maxConnections: z.int().min(1).optional(),
      maxPending: positive('64Mi').optional(),
      writeDeadline: interval.optional(),
      pingInterval: interval.optional(),
      maxPingsOut: z.int().min(1).optional(),
      syncInterval: z
        .union([z.literal('always'), interval], {
          error: ({ input }) => `${show(input)} must be 'always' or a duration, for example '1s'`,
        })
        .optional(),
      lameDuckDuration: duration
        .refine((time) => !isDuration(time) || toMs(time) >= 30_000, {
          error: ({ input }) => `${show(input)} is too short: NATS wants '30s' at least`,
        })
        .default('30s'),
      maxMemoryStore: positive('64Mi').default('64Mi'),
      encryption: z
        .strictObject({ key: toZod(secretRefSchema), cipher: z.enum(['chacha', 'aes']).default('chacha') })
        .optional(),
      debug: z.boolean().default(false),
      trace: z.boolean().default(false),
      raw: raw.default({}),
    })
    .check(({ value: { maxPayload, maxPending }, issues }) => {
      if (!isQuantity(maxPayload) || !isQuantity(maxPending) || toBytes(maxPayload) <= toBytes(maxPending)) return;
      const message = `'${maxPending}' is less than one message of ${maxPayload}; raise it, or lower 'maxPayload'`;
      issues.push({ code: 'custom', input: maxPending, path: ['maxPending'], message });
    }),
);
