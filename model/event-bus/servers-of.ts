import type { EventBusKind, EventBusSpec } from './event-bus.ts';

/** Where a bus is reached. */
export interface BusServer {
  /** As an address has it: one of IPv6 is in brackets. */
  readonly host: string;
  readonly port: number;
}

const table: {
  readonly [Kind in EventBusKind]: (spec: Extract<EventBusSpec, { kind: Kind }>) => readonly BusServer[];
} = {
  memory: () => [],
  jetstream: ({ servers }) => servers.map((server) => toServer(server, 4222)),
  kafka: ({ brokers }) => brokers.map((broker) => toServer(`kafka://${broker}`, 9092)),
};

/** The servers that a bus names; one in the process has none. */
export function serversOf(spec: EventBusSpec): readonly BusServer[] {
  // each entry belongs to its kind, which indexing by a union does not show
  return (table[spec.kind] as (spec: EventBusSpec) => readonly BusServer[])(spec);
}

function toServer(url: string, usual: number): BusServer {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: port === '' ? usual : Number(port) };
}
