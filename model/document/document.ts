import type { EventBusSpec } from '../event-bus/event-bus.ts';
import type { EventSourceSpec } from '../event-source/event-source.ts';
import type { SensorSpec } from '../sensor/sensor.ts';

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
