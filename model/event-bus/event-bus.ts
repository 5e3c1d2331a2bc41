import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { type SecretRef, secretRefSchema } from '../secret-ref.ts';
import { oneOfKind, show, toSchema, toZod } from '../to-schema.ts';

/** An event bus as a document holds it: what a client needs in order to connect. */
export type EventBusSpec = MemoryEventBusSpec | JetStreamEventBusSpec;
export type EventBusKind = EventBusSpec['kind'];

/** A store in the process, or one that another process serves on a socket. */
export interface MemoryEventBusSpec {
  readonly kind: 'memory';
  readonly name: string;
  /** The path of a Unix socket; without it, the store is the process's own. */
  readonly socket?: string;
}

export interface JetStreamEventBusSpec {
  readonly kind: 'jetstream';
  readonly name: string;
  readonly servers: readonly string[];
  readonly token?: SecretRef;
}

const busName = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, {
  error: ({ input }) => `${show(input)} cannot name an event bus; use lower-case letters, digits and '-'`,
});

const server = z.string().regex(/^(nats|tls|wss?):\/\/[^\s/]+$/, {
  error: ({ input }) => `${show(input)} is no server's address; write it like 'nats://nats.messaging:4222'`,
});

const memoryEventBusSchema: Schema<MemoryEventBusSpec> = toSchema(
  z.strictObject({ kind: z.literal('memory'), name: busName, socket: z.string().min(1).optional() }),
);

export const jetStreamEventBusSchema: Schema<JetStreamEventBusSpec> = toSchema(
  z.strictObject({
    kind: z.literal('jetstream'),
    name: busName,
    servers: z.array(server).min(1),
    token: toZod(secretRefSchema).optional(),
  }),
);

export const eventBusSchema: Schema<unknown, EventBusSpec> = oneOfKind<EventBusSpec>({
  memory: memoryEventBusSchema,
  jetstream: jetStreamEventBusSchema,
});
