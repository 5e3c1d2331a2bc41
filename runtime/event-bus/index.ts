import type { EventBusKind, EventBusSpec } from '../../model/event-bus/event-bus.ts';
import type { BusAdmin, BusIssuing, EventBus, EventBusContext, EventBusDriver } from './contract.ts';

type Drivers = {
  readonly [Kind in EventBusKind]: () => Promise<EventBusDriver<Extract<EventBusSpec, { kind: Kind }>>>;
};

/** One line a kind; a driver's packages are loaded with its first connection. */
const drivers: Drivers = {
  memory: async () => (await import('./memory/driver.ts')).memoryDriver,
  jetstream: async () => (await import('./jetstream/driver.ts')).jetStreamDriver,
  kafka: async () => (await import('./kafka/driver.ts')).kafkaDriver,
};

/**
 * Connects to an event bus by its spec; waits for one that is away until the context's signal aborts. Rejects with a
 * `BusRefusedError` where waiting does not help. To share a store in the process, connect to it with `connectMemory`
 * instead, as `eventwright dev` does.
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

/** How the servers of a bus know their clients; nothing where they do not ask who they are. */
export async function loadBusIssuing(spec: EventBusSpec): Promise<BusIssuing<EventBusSpec> | undefined> {
  const driver = (await drivers[spec.kind]()) as EventBusDriver<EventBusSpec>;
  return driver.issuing;
}
