import type { JetStreamEventBusSpec } from '../../../../model/event-bus/jetstream.ts';

/** The spec of a bus on these servers. */
export function toSpec(
  servers: string | readonly string[],
  options: Partial<JetStreamEventBusSpec> = {},
): JetStreamEventBusSpec {
  return { kind: 'jetstream', name: 'bus', servers: [servers].flat(), ...options };
}
