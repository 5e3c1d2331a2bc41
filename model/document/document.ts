import { z } from 'zod';
import { type EventBusSpec, eventBusSchema } from '../event-bus/event-bus.ts';
import { type EventSourceSpec, eventSourceSchema } from '../event-source/event-source.ts';
import type { Schema } from '../schema.ts';
import { type SensorSpec, sensorSchema } from '../sensor/sensor.ts';
import { oneOfKind, show, toSchema, toZod } from '../to-schema.ts';

/** The version of the documents this code writes and reads. */
export const apiVersion = 'eventwright.dev/v1';

/** A configuration document: one event source or one sensor, with its defaults resolved. A ConfigMap holds one. */
export type Document = EventSourceDocument | SensorDocument;

interface DocumentHead {
  readonly apiVersion: typeof apiVersion;
  /** The oldest runtime that understands it. */
  readonly minRuntime: string;
  readonly metadata: {
    readonly name: string;
    /** The namespace it was declared for; the worker's own where it is absent. */
    readonly namespace?: string;
    /** The worker that runs it. */
    readonly worker: string;
  };
  readonly bus: EventBusSpec;
}

export interface EventSourceDocument extends DocumentHead {
  readonly kind: 'EventSource';
  readonly spec: EventSourceSpec;
}

export interface SensorDocument extends DocumentHead {
  readonly kind: 'Sensor';
  readonly spec: SensorSpec;
}

const head = {
  apiVersion: z.literal(apiVersion),
  minRuntime: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, { error: ({ input }) => `${show(input)} is no version; write it like '0.1.0'` }),
  metadata: z.strictObject({ name: z.string(), namespace: z.string().optional(), worker: z.string() }),
  bus: toZod(eventBusSchema),
};

const eventSourceDocumentSchema: Schema<unknown, EventSourceDocument> = toSchema(
  z.strictObject({ ...head, kind: z.literal('EventSource'), spec: toZod(eventSourceSchema) }) as z.ZodType<
    EventSourceDocument,
    unknown
  >,
);

const sensorDocumentSchema: Schema<unknown, SensorDocument> = toSchema(
  z.strictObject({ ...head, kind: z.literal('Sensor'), spec: toZod(sensorSchema) }) as z.ZodType<
    SensorDocument,
    unknown
  >,
);

export const documentSchema: Schema<unknown, Document> = oneOfKind<Document>({
  EventSource: eventSourceDocumentSchema,
  Sensor: sensorDocumentSchema,
});
