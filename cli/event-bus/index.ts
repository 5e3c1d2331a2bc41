import type { EventBusKind, EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { jetstream } from './jetstream.ts';
import { kafka } from './kafka.ts';
import { memory } from './memory.ts';
import type { OperatedEventBus } from './operated-event-bus.ts';

type Table = { readonly [Kind in EventBusKind]: OperatedEventBus<Extract<EventBusSpec, { readonly kind: Kind }>> };

const table: Table = { memory, jetstream, kafka };

export function operatedEventBus(spec: EventBusSpec): OperatedEventBus<EventBusSpec> {
  // each entry belongs to its kind, which indexing by a union does not show
  return table[spec.kind] as OperatedEventBus<EventBusSpec>;
}
