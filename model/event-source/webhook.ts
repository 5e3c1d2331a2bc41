import type { Json } from '../json.ts';
import type { Quantity } from '../quantity.ts';
import type { SecretRef } from '../secret-ref.ts';

/** How a request proves who sent it. */
export type Verification =
  | 'none'
  | { readonly scheme: 'bearer'; readonly secrets: readonly SecretRef[] }
  | { readonly scheme: 'basic'; readonly username: string; readonly secrets: readonly SecretRef[] }
  | {
      readonly scheme: 'hmac';
      readonly secrets: readonly SecretRef[];
      readonly header: string;
      readonly prefix: string;
      readonly algorithm: 'sha1' | 'sha256' | 'sha512';
      readonly encoding: 'hex' | 'base64';
    }
  | { readonly scheme: 'github'; readonly secrets: readonly SecretRef[] };

export interface WebhookEventSpec {
  readonly endpoint: string;
  readonly methods: readonly ('POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET')[];
  readonly verify: Verification;
  readonly maxPayloadSize: Quantity;
  /** The payload's JSON Schema (draft 2020-12). */
  readonly payload?: Json;
}

export interface WebhookEventSourceSpec {
  readonly kind: 'webhook';
  readonly events: Readonly<Record<string, WebhookEventSpec>>;
}
