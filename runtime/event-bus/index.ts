import type { EventBusKind, EventBusSpec } from '../../model/event-bus/event-bus.ts';
import type { BusAdmin, EventBus, EventBusContext, EventBusDriver } from './contract.ts';
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

/** Connects as the keeper does; as `connectEventBus` otherwise. */
export async function connectBusAdmin(spec: EventBusSpec, context: EventBusContext): Promise<BusAdmin> {
  const driver = (await drivers[spec.kind]()) as EventBusDriver<EventBusSpec>;
  return driver.connectAdmin(spec, context);
}

function noDriver(kind: EventBusKind): EventBusDriver<EventBusSpec> {
  const refuse = async ({ name }: EventBusSpec): Promise<never> => {
    throw new EventBusError(
      'noDriver',
      `event bus ${name}: this release has no driver for '${kind}', use kind 'memory', or run the program with 'eventwright dev', which puts a memory bus in its place`,
    );
  };
  return { connect: refuse, connectAdmin: refuse };
}
