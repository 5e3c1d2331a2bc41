import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';
import { reachOf } from '../../../model/event-bus/reach-of.ts';

/** A bus as it is said in a namespace, by which short names go. */
export interface SaidBus {
  readonly bus: EventBusSpec;
  readonly namespace: string;
}

/** Whether both can be one bus: they name a server in common (and its topics alike), or it cannot be seen from what they name. */
export function canBeSameServers(one: SaidBus, other: SaidBus): boolean {
  const [names, others] = [toNames(one), toNames(other)];
  return !names || !others || names.some((name) => others.includes(name));
}

function toNames({ bus, namespace }: SaidBus): readonly string[] | undefined {
  const { servers, within = '', isOpaque } = reachOf(bus);
  if (servers.length === 0 || isOpaque) return undefined;
  return servers.flatMap(({ host, port }) => {
    const short = host.replace(/\.$/, '').replace(/\.svc(\.cluster\.local)?$/, '');
    return [short, `${short}.${namespace}`].map((name) => `${name}:${port}/${within}`);
  });
}
