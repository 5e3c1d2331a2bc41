import { z } from 'zod';
import { maxDataBytes } from '../event/max-data-bytes.ts';
import type { Json } from '../json.ts';
import type { PayloadOption } from '../payload.ts';
import { isQuantity, type Quantity, quantitySchema, toBytes } from '../quantity.ts';
import type { Schema } from '../schema.ts';
import { show, toSchema, toZod } from '../to-schema.ts';
import { type Verification, verificationSchema } from './verification.ts';

/** One event of a webhook source: where requests for it arrive, and how they prove who sent them. */
export interface WebhookEventOptions {
  /** The path to listen on, matched whole: `/push`. */
  readonly endpoint: string;
  /** The request methods to accept. Others are answered 405. */
  readonly methods?: readonly WebhookMethod[];
  /** How a request proves who sent it; `'none'` lets anybody send. One that does not is answered 401. */
  readonly verify: Verification;
  /** The largest body accepted, at most 8Mi less 64Ki. A larger one is answered 413. */
  readonly maxPayloadSize?: Quantity;
}

export type WebhookMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';

/** A webhook event as a program declares it. A body that does not fit `payload` is answered 422. */
export interface WebhookEvent<Payload> extends WebhookEventOptions, PayloadOption<Payload> {}

/** The request that brought an event; `meta` in expressions. */
export interface WebhookMeta {
  readonly method: string;
  /** The endpoint. */
  readonly path: string;
  /** By lower-case name; the values of a repeated one are joined with `, `. Those that hold a proof or credentials are left out. */
  readonly headers: Readonly<Record<string, string>>;
  /** By name; the values of a repeated one are joined with `, `. */
  readonly query: Readonly<Record<string, string>>;
}

export interface WebhookEventSpec extends Required<WebhookEventOptions> {
  /** The payload's JSON Schema (draft 2020-12). */
  readonly payload?: Json;
}

export interface WebhookEventSourceSpec {
  readonly kind: 'webhook';
  readonly events: Readonly<Record<string, WebhookEventSpec>>;
}

const path = /^\/[\w\-.~!$&'()*+,;=:@%/]*$/;
const ownPaths = ['/livez', '/readyz', '/metrics'];

const endpoint = z
  .string()
  .startsWith('/', { error: ({ input }) => `${show(input)} must start with '/', for example '/${input}'`, abort: true })
  .regex(path, { error: ({ input }) => `${show(input)} must be a path alone, without query, fragment or space` })
  .refine((text) => !ownPaths.includes(text), {
    error: ({ input }) => `${show(input)} is the worker's own; choose another`,
  });

const maxPayloadSize = toZod(quantitySchema).refine((size) => !isQuantity(size) || toBytes(size) <= maxDataBytes, {
  error: ({ input }) => `${show(input)} is more than a bus carries; the most is '8128Ki'`,
});

export const webhookEventSchema: Schema<WebhookEventOptions & { readonly payload?: Json }, WebhookEventSpec> = toSchema(
  z.strictObject({
    endpoint,
    methods: z
      .array(z.enum(['POST', 'PUT', 'PATCH', 'DELETE', 'GET']))
      .min(1)
      .default(['POST']),
    verify: toZod(verificationSchema),
    maxPayloadSize: maxPayloadSize.default('1Mi'),
    payload: (z.json() as z.ZodType<Json, Json>).optional(),
  }),
);

export const webhookEventSourceSchema: Schema<
  { kind: 'webhook'; events: Record<string, WebhookEventOptions & { readonly payload?: Json }> },
  WebhookEventSourceSpec
> = toSchema(z.strictObject({ kind: z.literal('webhook'), events: z.record(z.string(), toZod(webhookEventSchema)) }));
