import type { BusReach } from './bus-reach.ts';
import type { EventBusKind, EventBusSpec } from './event-bus.ts';
import { toJetStreamReach } from './jetstream.ts';
import { toKafkaReach } from './kafka.ts';

const table: { readonly [Kind in EventBusKind]: (spec: Extract<EventBusSpec, { kind: Kind }>) => BusReach } = {
  memory: () => ({ servers: [], others: [], isOpaque: false }),
  jetstream: toJetStreamReach,
  kafka: toKafkaReach,
};

export function reachOf(spec: EventBusSpec): BusReach {
  // each entry belongs to its kind, which indexing by a union does not show
  return (table[spec.kind] as (spec: EventBusSpec) => BusReach)(spec);
}
