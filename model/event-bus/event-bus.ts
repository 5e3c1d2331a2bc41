import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { oneOfKind, toSchema } from '../to-schema.ts';
import { busName } from './bus-name.ts';
import { type JetStreamEventBusSpec, jetStreamEventBusSchema } from './jetstream.ts';
import { type KafkaEventBusSpec, kafkaEventBusSchema } from './kafka.ts';

/** An event bus as a document holds it: what a client needs in order to connect. */
export type EventBusSpec = MemoryEventBusSpec | JetStreamEventBusSpec | KafkaEventBusSpec;
export type EventBusKind = EventBusSpec['kind'];

/** A store in the process, or one that another process serves on a socket. */
export interface MemoryEventBusSpec {
  readonly kind: 'memory';
  readonly name: string;
  /** The path of a Unix socket; without it, the store is the process's own. */
  readonly socket?: string;
}

const memoryEventBusSchema: Schema<MemoryEventBusSpec> = toSchema(
  z.strictObject({ kind: z.literal('memory'), name: busName, socket: z.string().min(1).optional() }),
);

export const eventBusSchema: Schema<unknown, EventBusSpec> = oneOfKind<EventBusSpec>({
  memory: memoryEventBusSchema,
  jetstream: jetStreamEventBusSchema,
  kafka: kafkaEventBusSchema,
});
