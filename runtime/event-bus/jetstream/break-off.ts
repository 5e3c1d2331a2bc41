import type { NatsConnection } from '@nats-io/nats-core';

interface Internals {
  readonly protocol?: { readonly transport?: { readonly socket?: { destroy(): void } } };
}

/**
 * Leaves a server at once; the next one is tried. The SDK's own way waits until what is unwritten has gone, to a server
 * that is frozen for ever.
 */
export function breakOff(nats: NatsConnection): void {
  (nats as Internals).protocol?.transport?.socket?.destroy();
}
