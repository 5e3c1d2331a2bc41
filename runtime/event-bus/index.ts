import type { EventBusKind, EventBusSpec } from '../../model/event-bus/event-bus.ts';
import type { EventBus, EventBusContext, EventBusDriver } from './contract.ts';
import { EventBusError } from './error.ts';

type Drivers = {
  readonly [Kind in EventBusKind]: () => Promise<EventBusDriver<Extract<EventBusSpec, { kind: Kind }>>>;
};

const drivers: Drivers = {
  memory: async () => (await import('./memory/driver.ts')).memoryDriver,
  jetstream: async () => noDriver('jetstream'),
};

/**
 * Connects to an event bus by its spec; waits for one that is away until the context's signal aborts. Rejects with an
 * `EventBusError` `noDriver` where this release has none for its kind. To share a store in the process, connect to it
 * with `connectMemory` instead, as `eventwright dev` does.
 */
export async function connectEventBus(spec: EventBusSpec, context: EventBusContext): Promise<EventBus> {
  const driver = (await drivers[spec.kind]()) as EventBusDriver<EventBusSpec>;
  return driver.connect(spec, context);
}

function noDriver(kind: EventBusKind): EventBusDriver<EventBusSpec> {
  return {
    async connect({ name }) {
      throw new EventBusError(
        'noDriver',
        `event bus ${name}: this release has no driver for '${kind}', use kind 'memory', or run the program with 'eventwright dev', which puts a memory bus in its place`,
      );
    },
  };
}
