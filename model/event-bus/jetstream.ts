import { z } from 'zod';
import { clientTlsSchema } from '../client-tls.ts';
import type { Schema } from '../schema.ts';
import type { SecretRef } from '../secret-ref.ts';
import { show, toSchema, toZod } from '../to-schema.ts';
import { busName } from './bus-name.ts';
import { type BusReach, toBusServer } from './bus-reach.ts';
import type { EventPromises } from './event-promises.ts';
import { type JetStreamAuth, jetStreamAuthSchema } from './jetstream-auth.ts';

/** How to reach NATS servers with JetStream that somebody else runs. */
export interface JetStreamEventBusConfig {
  /** A name for it, in messages and labels. */
  readonly name: string;
  /**
   * One or more servers of one cluster: `nats://nats.messaging:4222`. One that answers is enough, and tells of the others.
   * `tls://` demands TLS of all of them.
   */
  readonly servers: readonly string[];
  /** Who the client is: `natsToken`, `natsUser`, `natsNkey` or `natsCredentials`. */
  readonly auth?: JetStreamAuth;
  /** Demands TLS of the servers; `{}` where the system's authorities signed their certificates. */
  readonly tls?: JetStreamTls;
  /** The JetStream domain, where the servers reach it through a leaf node. */
  readonly domain?: string;
  /** Where an account imports JetStream's API from another: what stands there instead of `$JS.API`. */
  readonly apiPrefix?: string;
}

/** How the connection to NATS servers is encrypted. */
export interface JetStreamTls {
  /** The authorities to trust instead of the system's. */
  readonly ca?: SecretRef;
  /** The client's certificate, with those that it was signed by. */
  readonly cert?: SecretRef;
  /** The private key of `cert`. */
  readonly key?: SecretRef;
  /** The name to expect in the servers' certificates; the host of each address by default. */
  readonly serverName?: string;
}

/** A bus on JetStream as a document holds it. */
export interface JetStreamEventBusSpec extends JetStreamEventBusConfig {
  readonly kind: 'jetstream';
}

const noServer = ({ input }: { readonly input?: unknown }) =>
  // without the value: it may hold a password
  typeof input === 'string' && input.includes('@')
    ? "a server's address holds no credential; give it by 'auth'"
    : `${show(input)} is no server's address; write it like 'nats://nats.messaging:4222'`;

const server = z
  .string()
  .regex(/^(nats|tls):\/\/[^\s/@]+$/, { error: noServer, abort: true })
  .refine((url) => URL.canParse(url), { error: noServer });

const subjectTokens = z.string().regex(/^[^\s.*>]+(\.[^\s.*>]+)*$/, {
  error: ({ input }) => `${show(input)} must be a subject without wildcards and without a dot at its end`,
});

export const jetStreamEventBusSchema: Schema<JetStreamEventBusSpec> = toSchema(
  z
    .strictObject({
      kind: z.literal('jetstream'),
      name: busName,
      servers: z.array(server).min(1),
      auth: toZod(jetStreamAuthSchema).optional(),
      tls: toZod(clientTlsSchema).optional(),
      domain: z
        .string()
        .regex(/^[^\s.*>]+$/, { error: ({ input }) => `${show(input)} must be one token: no dot, no wildcard` })
        .optional(),
      apiPrefix: subjectTokens.optional(),
    })
    .refine(({ domain, apiPrefix }) => !(domain && apiPrefix), {
      error: "'domain' and 'apiPrefix' exclude each other: a domain's API is '$JS.<domain>.API'",
    }),
);

/** Below which subject JetStream's API is. */
export function toJetStreamApi({ domain, apiPrefix }: Pick<JetStreamEventBusSpec, 'domain' | 'apiPrefix'>): string {
  return apiPrefix ?? (domain ? `$JS.${domain}.API` : '$JS.API');
}

export function toJetStreamReach({ servers, domain, apiPrefix }: JetStreamEventBusSpec): BusReach {
  return {
    servers: servers.map((server) => toBusServer(server, 4222)),
    others: [],
    isOpaque: domain !== undefined || apiPrefix !== undefined,
  };
}

export const jetStreamPromises: EventPromises = {
  refusesWhenFull: true,
  keepsUntilDone: true,
  order: 'address',
  repeats: 'dropped',
};
