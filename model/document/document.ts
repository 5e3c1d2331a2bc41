import { z } from 'zod';
import { type EventBusSpec, eventBusSchema } from '../event-bus/event-bus.ts';
import { type EventSourceSpec, eventSourceSchema } from '../event-source/event-source.ts';
import { type KeeperSpec, keeperSchema } from '../keeper/keeper.ts';
import type { Schema } from '../schema.ts';
import { type SensorSpec, sensorSchema } from '../sensor/sensor.ts';
import { oneOfKind, show, toSchema, toZod } from '../to-schema.ts';

/** The version of the documents this code writes and reads. */
export const apiVersion = 'eventwright.dev/v1';

/** A configuration document: one event source, sensor or keeper, with its defaults resolved. A ConfigMap holds one. */
export type Document = WorkerDocument | KeeperDocument;

/** What a worker runs. */
export type WorkerDocument = EventSourceDocument | SensorDocument;

interface DocumentHead<Metadata> {
  readonly apiVersion: typeof apiVersion;
  /** The oldest runtime that understands it. */
  readonly minRuntime: string;
  readonly metadata: Metadata;
  readonly bus: EventBusSpec;
}

interface ObjectMetadata {
  readonly name: string;
  /** The namespace it was declared for; that of the process which reads it where it is absent. */
  readonly namespace?: string;
}

interface WorkerMetadata extends ObjectMetadata {
  /** The worker that runs it. */
  readonly worker: string;
}

export interface EventSourceDocument extends DocumentHead<WorkerMetadata> {
  readonly kind: 'EventSource';
  readonly spec: EventSourceSpec;
}

export interface SensorDocument extends DocumentHead<WorkerMetadata> {
  readonly kind: 'Sensor';
  readonly spec: SensorSpec;
}

/** How its bus is kept. */
export interface KeeperDocument extends DocumentHead<ObjectMetadata> {
  readonly kind: 'Keeper';
  readonly spec: KeeperSpec;
}

export function isWorkerDocument(document: Document): document is WorkerDocument {
  return document.kind !== 'Keeper';
}

const head = {
  apiVersion: z.literal(apiVersion),
  minRuntime: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, { error: ({ input }) => `${show(input)} is no version; write it like '0.1.0'` }),
  bus: toZod(eventBusSchema),
};
const metadata = { name: z.string(), namespace: z.string().optional() };
const workerMetadata = z.strictObject({ ...metadata, worker: z.string() });

const eventSourceDocumentSchema: Schema<unknown, EventSourceDocument> = toSchema(
  z.strictObject({
    ...head,
    metadata: workerMetadata,
    kind: z.literal('EventSource'),
    spec: toZod(eventSourceSchema),
  }) as z.ZodType<EventSourceDocument, unknown>,
);

const sensorDocumentSchema: Schema<unknown, SensorDocument> = toSchema(
  z.strictObject({
    ...head,
    metadata: workerMetadata,
    kind: z.literal('Sensor'),
    spec: toZod(sensorSchema),
  }) as z.ZodType<SensorDocument, unknown>,
);

const keeperDocumentSchema: Schema<unknown, KeeperDocument> = toSchema(
  z.strictObject({
    ...head,
    metadata: z.strictObject(metadata),
    kind: z.literal('Keeper'),
    spec: toZod(keeperSchema),
  }) as z.ZodType<KeeperDocument, unknown>,
);

export const documentSchema: Schema<unknown, Document> = oneOfKind<Document>({
  EventSource: eventSourceDocumentSchema,
  Sensor: sensorDocumentSchema,
  Keeper: keeperDocumentSchema,
});
