import type { EventBusKind, EventBusSpec } from './event-bus.ts';
import type { EventPromises } from './event-promises.ts';
import { jetStreamPromises } from './jetstream.ts';
import { toKafkaPromises } from './kafka.ts';

export const memoryPromises: EventPromises = {
  refusesWhenFull: true,
  keepsUntilDone: true,
  order: 'address',
  repeats: 'stored',
};

const table: { readonly [Kind in EventBusKind]: (spec: Extract<EventBusSpec, { kind: Kind }>) => EventPromises } = {
  memory: () => memoryPromises,
  jetstream: () => jetStreamPromises,
  kafka: toKafkaPromises,
};

export function eventPromisesOf(spec: EventBusSpec): EventPromises {
  // each entry belongs to its kind, which indexing by a union does not show
  return (table[spec.kind] as (spec: EventBusSpec) => EventPromises)(spec);
}
