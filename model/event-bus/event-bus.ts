import type { SecretRef } from '../secret-ref.ts';

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
