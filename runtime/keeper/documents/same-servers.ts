import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';

/** A bus as it is said in a namespace, by which short names go. */
export interface SaidBus {
  readonly bus: EventBusSpec;
  readonly namespace: string;
}

/** Whether both can be one bus: they name a server in common, or it cannot be seen from what they name. */
export function canBeSameServers(one: SaidBus, other: SaidBus): boolean {
  const [names, others] = [toNames(one), toNames(other)];
  return !names || !others || names.some((name) => others.includes(name));
}

function toNames({ bus, namespace }: SaidBus): readonly string[] | undefined {
  if (!('servers' in bus)) return undefined;
  // through a leaf node or another account, the same bus is behind other servers
  if (bus.domain !== undefined || bus.apiPrefix !== undefined) return undefined;
  return bus.servers.flatMap((server) => {
    const { hostname, port } = new URL(server);
    const host = hostname.replace(/\.$/, '').replace(/\.svc(\.cluster\.local)?$/, '');
    return [host, `${host}.${namespace}`].map((name) => `${name}:${port || 4222}`);
  });
}
